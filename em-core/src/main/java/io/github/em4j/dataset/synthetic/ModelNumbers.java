package io.github.em4j.dataset.synthetic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How one maker numbers the models of one family: neighbours differ in a digit or two, colours in
 * the code at the end.
 */
final class ModelNumbers {

  private static final String LETTERS = "abcdefghjklmnpqrstuvwxz";

  private final String prefix;
  private final String suffix;
  private final int step;
  private final int digits;
  private final boolean colourCodes;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private int next;

  /**
   * Starts a family.
   *
   * @param maker what is the same for all families of the maker: the scheme
   * @param family what is particular to this one: letters and the first number
   */
  ModelNumbers(Draw maker, Draw family) {
    int scheme = maker.between(0, 3);
    boolean hyphen = maker.chance(0.6);
    this.digits = scheme == 2 ? maker.between(5, 7) : maker.between(3, 4);
    this.colourCodes = maker.chance(0.7);
    this.step = family.from(List.of(1, 1, 2, 5, 10));
    this.prefix =
        switch (scheme) {
          case 0 -> letters(family, 2) + (hyphen ? "-" : "");
          case 1 -> letters(family, 1);
          case 2 -> "";
          default -> letters(family, 3) + (hyphen ? "-" : "");
        };
    this.suffix =
        switch (scheme) {
          case 1 -> letters(family, 1) + family.between(1, 9);
          case 3 -> letters(family, 2);
          default -> "";
        };
    int smallest = (int) Math.pow(10, digits - 1.0);
    this.next = family.between(smallest, smallest * 9);
  }

  /**
   * The number of one member. Members with the same variant share the digits where the maker has a
   * code for the colour.
   */
  String number(String variant, String colourCode) {
    boolean coded = colourCodes && !colourCode.isEmpty();
    String key = coded ? variant : variant + "/" + colourCode;
    Integer known = numbers.get(key);
    if (known == null) {
      known = next;
      numbers.put(key, known);
      next += step;
    }
    return prefix + String.format(Locale.ROOT, "%d", known) + suffix + (coded ? colourCode : "");
  }

  private static String letters(Draw draw, int count) {
    var letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      letters.append(LETTERS.charAt(draw.between(0, LETTERS.length() - 1)));
    }
    return letters.toString();
  }
}
