package io.github.em4j.training.baseline;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers with a unit in a text ({@code 500 gb}, {@code 17-inch}), by what they measure and in
 * one unit each, so that {@code 1 tb} agrees with {@code 1000gb}.
 *
 * @param byDimension dimension to its values, both sorted
 */
record Quantities(NavigableMap<String, NavigableSet<Double>> byDimension) {

  private record Unit(String dimension, double factor) {}

  private static final Map<String, Unit> UNITS = new HashMap<>();

  static {
    unit("byte", 1e3, "tb");
    unit("byte", 1, "gb", "gig", "gigabyte", "gigabytes");
    unit("byte", 1e-3, "mb", "megabyte", "megabytes");
    unit("hertz", 1e3, "ghz");
    unit("hertz", 1, "mhz");
    unit("watt", 1, "w", "watt", "watts");
    unit("volt", 1, "v", "volt", "volts");
    unit("charge", 1, "mah");
    unit("inch", 1, "inch", "inches", "in", "\"", "''");
    unit("millimetre", 1, "mm");
    unit("millimetre", 10, "cm");
    unit("foot", 1, "ft", "feet", "foot", "'");
    unit("ounce", 1, "oz", "ounce", "ounces");
    unit("ounce", 16, "lb", "lbs", "pound", "pounds");
    unit("gram", 1e3, "kg");
    unit("millilitre", 1, "ml");
    unit("millilitre", 10, "cl");
    unit("millilitre", 1e3, "l", "ltr", "litre", "liter");
    unit("pixel", 1, "mp", "megapixel", "megapixels");
    unit("pieces", 1, "pack", "pk", "pcs", "pieces", "count", "ct");
    unit("users", 1, "user", "users", "u", "license", "licenses");
    unit("ports", 1, "port", "ports");
    unit("rotation", 1, "rpm");
    unit("bits", 1, "bit");
    unit("zoom", 1, "x");
    unit("speed", 1, "mbps", "mb/s");
  }

  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])(\\d{1,9}(?:[.,]\\d{1,3})?)[\\s-]?(mb/s|[a-z]{1,10}|\"|'{1,2})"
              + "(?![\\p{L}\\p{N}])");

  /** Finds the quantities of a lower-cased text. */
  static Quantities in(String text) {
    var found = new TreeMap<String, NavigableSet<Double>>();
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    for (int from = 0; matcher.find(from); ) {
      Unit unit = UNITS.get(matcher.group(2));
      if (unit != null) {
        double value = Double.parseDouble(matcher.group(1).replace(',', '.')) * unit.factor();
        // Rounded, so that 0.7 l and 70 cl are one value.
        found
            .computeIfAbsent(unit.dimension(), dimension -> new TreeSet<>())
            .add(Math.round(value * 1e6) / 1e6);
      }
      from = matcher.end(1);
    }
    return new Quantities(found);
  }

  /** Whether a run of letters and digits is a number with a unit, such as {@code 500gb}. */
  static boolean isQuantity(String part) {
    int letters = 0;
    while (letters < part.length() && Character.isDigit(part.charAt(letters))) {
      letters++;
    }
    return letters > 0 && UNITS.containsKey(part.substring(letters));
  }

  /** In how many dimensions both sides have a value in common. */
  int agreements(Quantities other) {
    return (int)
        byDimension.entrySet().stream()
            .filter(
                entry -> {
                  NavigableSet<Double> values = other.byDimension.get(entry.getKey());
                  return values != null && entry.getValue().stream().anyMatch(values::contains);
                })
            .count();
  }

  /** In how many dimensions both sides have values but none in common. */
  int conflicts(Quantities other) {
    int both = (int) byDimension.keySet().stream().filter(other.byDimension::containsKey).count();
    return both - agreements(other);
  }

  private static void unit(String dimension, double factor, String... names) {
    for (String name : names) {
      UNITS.put(name, new Unit(dimension, factor));
    }
  }
}
