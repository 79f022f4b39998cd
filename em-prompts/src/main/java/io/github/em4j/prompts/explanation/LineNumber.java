package io.github.em4j.prompts.explanation;

import java.util.OptionalDouble;

/**
 * A number of an attribute line.
 *
 * @param form how it is written
 * @param value the number, empty for {@code ABSENT} and {@code NONE}
 */
record LineNumber(Form form, OptionalDouble value) {
  /** Longer texts are no numbers; keeps the reading cheap. */
  private static final int MAX_LENGTH = 32;

  enum Form {
    /** Digits with a point. */
    PLAIN,
    /** A decimal comma, a typographic minus, a plus or a mark of punctuation at the end. */
    OTHER,
    /** The word for a missing value, or nothing. */
    ABSENT,
    /** No number. */
    NONE
  }

  static LineNumber parse(String content) {
    String text = LineText.strip(content);
    if (text.isEmpty() || text.equalsIgnoreCase(LineText.MISSING)) {
      return new LineNumber(Form.ABSENT, OptionalDouble.empty());
    }
    if (isPlain(text)) {
      return new LineNumber(Form.PLAIN, OptionalDouble.of(Double.parseDouble(text)));
    }
    String plain = text.replace('\u2212', '-').replace(',', '.');
    if (plain.startsWith("+")) {
      plain = plain.substring(1);
    }
    if (plain.length() > 1 && ".;*`".indexOf(plain.charAt(plain.length() - 1)) >= 0) {
      plain = plain.substring(0, plain.length() - 1);
      // "0." is more likely the beginning of another number than a zero.
      if (plain.indexOf('.') < 0) {
        return new LineNumber(Form.NONE, OptionalDouble.empty());
      }
    }
    return isPlain(plain)
        ? new LineNumber(Form.OTHER, OptionalDouble.of(Double.parseDouble(plain)))
        : new LineNumber(Form.NONE, OptionalDouble.empty());
  }

  /** An optional minus, ASCII digits, and at most one point with digits behind it. */
  private static boolean isPlain(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    boolean point = false;
    boolean digit = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && !point) {
        point = true;
        digit = false;
      } else if (c >= '0' && c <= '9') {
        digit = true;
      } else {
        return false;
      }
    }
    return digit && text.length() <= MAX_LENGTH;
  }
}
