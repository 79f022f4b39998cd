package io.github.em4j.dataset.synthetic;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spellings that shops use for one value: units, colours, generations, numbers of pieces. */
final class Spelling {

  private static final Pattern MEASURE = Pattern.compile("(\\d+(?:\\.\\d+)?)([a-z]+)");

  /** Spellings by unit; {@code #} stands for the number. */
  private static final Map<String, List<String>> UNITS =
      Map.ofEntries(
          Map.entry("gb", List.of("#gb", "# gb", "#gb", "# gigabyte")),
          Map.entry("inch", List.of("# inch", "#\"", "#-inch", "#in")),
          Map.entry("hz", List.of("#hz", "# hz")),
          Map.entry("w", List.of("#w", "# w", "# watt", "#-watt")),
          Map.entry("v", List.of("#v", "# v", "# volt", "#-volt")),
          Map.entry("ah", List.of("#ah", "# ah")),
          Map.entry("mah", List.of("#mah", "# mah")),
          Map.entry("dpi", List.of("#dpi", "# dpi")),
          Map.entry("port", List.of("#-port", "# port", "# ports", "#p")),
          Map.entry("mbps", List.of("#mbps", "# mbps", "# mbit/s", "# mb/s")),
          Map.entry("channel", List.of("# channel", "#ch", "#-channel", "# ch")),
          Map.entry("cup", List.of("#-cup", "# cup", "# cups", "for # cups")),
          Map.entry("slice", List.of("#-slice", "# slice", "# slices", "for # slices")),
          Map.entry("pack", List.of("#-pack", "pack of #", "# pack", "#pk")),
          Map.entry("piece", List.of("#-piece", "# pcs", "# pieces", "set of #")),
          Map.entry("page", List.of("# pages", "# page yield", "up to # pages")),
          Map.entry("megapixel", List.of("# megapixel", "# mp", "#mp", "#-megapixel")),
          Map.entry("xzoom", List.of("#x zoom", "#x optical zoom", "zoom #x")),
          Map.entry("person", List.of("#-person", "# person", "for # persons", "#p")),
          Map.entry("lumen", List.of("# lumen", "# lm", "#lm", "# lumens")),
          Map.entry("kelvin", List.of("#k", "# k", "# kelvin")),
          Map.entry("celsius", List.of("#c", "# c", "# celsius", "# degrees")),
          Map.entry("eu", List.of("size #", "eu #", "sz #", "# eu")),
          Map.entry("shelf", List.of("#-tier", "# shelves", "# tier", "with # shelves")));

  private static final List<String> GENERATIONS = List.of("i", "ii", "iii", "iv", "v");

  private static final Map<String, List<String>> WORDS =
      Map.of(
          "small", List.of("size s", "small", "s", "small size"),
          "medium", List.of("size m", "medium", "m", "medium size"),
          "large", List.of("size l", "large", "l", "large size"),
          "xlarge", List.of("size xl", "extra large", "xl", "x-large"),
          "usa", List.of("us layout", "qwerty us", "us keyboard", "us int layout"),
          "german", List.of("german layout", "qwertz de", "de keyboard", "german keys"),
          "french", List.of("french layout", "azerty fr", "fr keyboard", "french keys"),
          "nordic", List.of("nordic layout", "qwerty nordic", "nordic keyboard", "nordic keys"));

  private final Map<String, Colour> colours = new LinkedHashMap<>();

  Spelling() {
    for (String line : WordLists.lines("colours")) {
      List<String> items = WordLists.items(line);
      String code = items.get(items.size() - 1);
      colours.put(items.get(0), new Colour(items.subList(0, items.size() - 1), code));
    }
  }

  private record Colour(List<String> spellings, String code) {}

  /** The names of all colours. */
  List<String> colours() {
    return List.copyOf(colours.keySet());
  }

  /** What makers put into a model number for a colour; empty for any other value. */
  String code(String value) {
    Colour colour = colours.get(value);
    return colour == null ? "" : colour.code();
  }

  /** The spellings of a value, at least one. */
  List<String> of(String axis, String value) {
    Colour colour = colours.get(value);
    if (axis.equals("colour") && colour != null) {
      return colour.spellings();
    }
    if (axis.equals("generation")) {
      return generation(Integer.parseInt(value));
    }
    Matcher measure = MEASURE.matcher(value);
    if (measure.matches()) {
      return measure(measure.group(1), measure.group(2));
    }
    if (value.startsWith("f/")) {
      String number = value.substring(2);
      return List.of(value, "f" + number, "f " + number, "1:" + number);
    }
    return WORDS.getOrDefault(value, List.of(value));
  }

  private static List<String> generation(int number) {
    String roman = GENERATIONS.get(number - 1);
    String ordinal = number == 2 ? "2nd" : number == 3 ? "3rd" : number + "th";
    return List.of(
        "gen " + number, "mk " + roman, ordinal + " generation", "v" + number, ordinal + " gen");
  }

  private static List<String> measure(String number, String unit) {
    return switch (unit) {
      case "tb" -> List.of(number + "tb", number + " tb", times(number, 1000) + "gb");
      case "l" ->
          List.of(number + "l", number + " l", number + " litre", times(number, 1000) + "ml");
      case "m" ->
          List.of(number + "m", number + " m", number + " meter", times(number, 100) + "cm");
      default -> fill(UNITS.getOrDefault(unit, List.of("#" + unit, "# " + unit)), number);
    };
  }

  private static List<String> fill(List<String> spellings, String number) {
    var filled = new ArrayList<String>();
    for (String spelling : spellings) {
      filled.add(spelling.replace("#", number));
    }
    return filled;
  }

  private static String times(String number, int factor) {
    return new BigDecimal(number).multiply(BigDecimal.valueOf(factor)).toBigInteger().toString();
  }
}
