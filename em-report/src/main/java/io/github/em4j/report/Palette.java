package io.github.em4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The colours of a page, each in a tone for light and one for dark.
 *
 * <p>A drawing is made once for both: it carries placeholders (colours that nobody would choose),
 * which are then replaced by variables of the style sheet. Series differ in lightness as well as in
 * hue, and two-way scales run from orange to blue, so that colour-blind readers can follow.
 */
final class Palette {

  /** What is not of a series and not of a scale. */
  enum Ink {
    /** Text, intervals and frames. */
    TEXT("text", 0x1b1f24, 0xe8eaed),
    /** Text that stands back. */
    MUTED("muted", 0x57606a, 0x9aa4af),
    /** Lines of the grid. */
    GRID("grid", 0xe3e7eb, 0x2b323a),
    /** Lines that are more than a grid. */
    RULE("rule", 0xc4cbd2, 0x454e58),
    /** Behind everything. */
    PAGE("page", 0xffffff, 0x14181d);

    private final String variable;
    private final int light;
    private final int dark;

    Ink(String variable, int light, int dark) {
      this.variable = variable;
      this.light = light;
      this.dark = dark;
    }

    String placeholder() {
      return Palette.placeholder(variable);
    }
  }

  /** How many fields a scale has. An odd number, so that a two-way scale has a middle. */
  static final int LEVELS = 11;

  private static final String AMOUNT = "a";
  private static final String TWO_WAY = "t";

  private static final List<Tone> SERIES =
      List.of(
          new Tone("s0", 0x1f5fae, 0x6aa9ff),
          new Tone("s1", 0xd4651a, 0xf5a35c),
          new Tone("s2", 0x1c8a6c, 0x53c7a0),
          new Tone("s3", 0x8a3a94, 0xd69be4),
          new Tone("s4", 0x7a6a12, 0xd9c659),
          new Tone("s5", 0xc02a4a, 0xf5859a),
          new Tone("s6", 0x3f8fb8, 0x8fd6f5),
          new Tone("s7", 0x5a6470, 0xb4bdc7));

  // Stops from the low to the high end; a scale's faintest tone is near the page in both schemes.
  private static final int[] AMOUNT_LIGHT = {0xf2f6fb, 0xa9c8e8, 0x4a86c5, 0x123f7d};
  private static final int[] AMOUNT_DARK = {0x1c2530, 0x25486f, 0x4383c6, 0xa9d2ff};
  private static final int[] TWO_WAY_LIGHT = {0xb04a08, 0xf0a766, 0xf6f5f2, 0x7fb0df, 0x1a5296};
  private static final int[] TWO_WAY_DARK = {0xf0944a, 0x8f4f1c, 0x262b31, 0x2a5c94, 0x7db5f5};
  private static final int DARK_TEXT = 0x000000;
  private static final int LIGHT_TEXT = 0xffffff;

  /** The red of every placeholder; a drawing has no other colours of that red. */
  private static final int MARK = 11;

  /** The variables of drawings; the place of one here is the number of its placeholder. */
  private static final List<String> VARIABLES = variables();

  private record Tone(String variable, int light, int dark) {}

  private Palette() {}

  /** The placeholder of a series' colour; beyond the eighth, colours come again. */
  static String series(int index) {
    return placeholder(tone(index).variable());
  }

  /** The style sheet's word for a series' colour. */
  static String seriesVariable(int index) {
    return "var(--" + tone(index).variable() + ")";
  }

  /** The placeholder of a field's colour. */
  static String field(boolean twoWay, int level) {
    return placeholder(scale(twoWay) + level);
  }

  /** The placeholder of a text colour that can be read on a field. */
  static String onField(boolean twoWay, int level) {
    return placeholder("on-" + scale(twoWay) + level);
  }

  /** The style sheet's word for a field's colour. */
  static String fieldVariable(boolean twoWay, int level) {
    return "var(--" + scale(twoWay) + level + ")";
  }

  /** The style sheet's word for a placeholder; empty for any other colour. */
  static Optional<String> variable(int red, int green, int blue) {
    return red == MARK && green == 0 && blue < VARIABLES.size()
        ? Optional.of("var(--" + VARIABLES.get(blue) + ")")
        : Optional.empty();
  }

  private static Tone tone(int series) {
    return SERIES.get(series % SERIES.size());
  }

  private static String scale(boolean twoWay) {
    return twoWay ? TWO_WAY : AMOUNT;
  }

  private static String placeholder(String variable) {
    return hex(MARK << 16 | VARIABLES.indexOf(variable));
  }

  private static List<String> variables() {
    List<String> variables = new ArrayList<>();
    for (Ink ink : Ink.values()) {
      variables.add(ink.variable);
    }
    SERIES.forEach(tone -> variables.add(tone.variable()));
    for (String scale : List.of(AMOUNT, TWO_WAY)) {
      for (int level = 0; level < LEVELS; level++) {
        variables.add(scale + level);
        variables.add("on-" + scale + level);
      }
    }
    return List.copyOf(variables);
  }

  /** All variables with the tones of one scheme, as declarations of a style sheet. */
  static String declarations(boolean dark) {
    StringBuilder css = new StringBuilder();
    for (Ink ink : Ink.values()) {
      declare(css, ink.variable, dark ? ink.dark : ink.light);
    }
    for (Tone tone : SERIES) {
      declare(css, tone.variable(), dark ? tone.dark() : tone.light());
    }
    declare(css, AMOUNT, dark ? AMOUNT_DARK : AMOUNT_LIGHT);
    declare(css, TWO_WAY, dark ? TWO_WAY_DARK : TWO_WAY_LIGHT);
    return css.toString();
  }

  private static void declare(StringBuilder css, String scale, int[] stops) {
    for (int level = 0; level < LEVELS; level++) {
      int colour = between(stops, level / (LEVELS - 1.0));
      boolean lightText = contrast(colour, LIGHT_TEXT) > contrast(colour, DARK_TEXT);
      declare(css, scale + level, colour);
      declare(css, "on-" + scale + level, lightText ? LIGHT_TEXT : DARK_TEXT);
    }
  }

  private static void declare(StringBuilder css, String name, int colour) {
    css.append("--").append(name).append(':').append(hex(colour)).append(';');
  }

  private static int between(int[] stops, double share) {
    double place = share * (stops.length - 1);
    int from = Math.min((int) place, stops.length - 2);
    double rest = place - from;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int low = stops[from] >> shift & 0xff;
      int high = stops[from + 1] >> shift & 0xff;
      colour |= (int) Math.round(low + rest * (high - low)) << shift;
    }
    return colour;
  }

  /** The contrast ratio of WCAG 2.2, from 1 to 21. */
  static double contrast(int one, int other) {
    double lighter = Math.max(luminance(one), luminance(other));
    double darker = Math.min(luminance(one), luminance(other));
    return (lighter + 0.05) / (darker + 0.05);
  }

  private static double luminance(int colour) {
    return 0.2126 * linear(colour >> 16 & 0xff)
        + 0.7152 * linear(colour >> 8 & 0xff)
        + 0.0722 * linear(colour & 0xff);
  }

  private static double linear(int channel) {
    double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  private static String hex(int colour) {
    return String.format(Locale.ROOT, "#%06x", colour);
  }
}
