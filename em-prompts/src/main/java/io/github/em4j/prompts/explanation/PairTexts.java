package io.github.em4j.prompts.explanation;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The texts of a pair, as evidence for the side of a value that was given alone.
 *
 * <p>Texts are compared as sequences of tokens: words without case, and numbers with their
 * decimals, so that {@code f/2} is found in {@code 23mm f/2 R} and not in {@code f/2.8}.
 */
final class PairTexts {
  /** No texts: the side of a lone value is never known. */
  static final PairTexts UNKNOWN = new PairTexts("", "");

  /** Values are short; a longer one is not looked for, which keeps the search linear. */
  private static final int MAX_VALUE = 500;

  enum Place {
    LEFT,
    RIGHT,
    BOTH,
    /** The texts do not say. */
    UNKNOWN,
    /** There was a second value, and it is lost. */
    OTHER_LOST
  }

  private final String left;
  private final String right;

  PairTexts(String left, String right) {
    this.left = tokens(left);
    this.right = tokens(right);
  }

  /**
   * Where a lone value stood. A similarity of 0 says that the two values had nothing in common, so
   * the value is on one side; 1 says that they were the same, so it is on both. Between them there
   * was a second, other value, which cannot be won back.
   *
   * @param value the value
   * @param similarity what its line says of the two values, where it says so
   */
  Place sideOf(String value, OptionalDouble similarity) {
    if (similarity.isEmpty() || similarity.getAsDouble() == 0) {
      Place found = placeOf(value);
      // Two values with nothing in common are not the same value.
      return found == Place.BOTH && similarity.isPresent() ? Place.UNKNOWN : found;
    }
    boolean same = similarity.getAsDouble() == 1;
    return same
            && placeOf(value) != Place.UNKNOWN
            && isLooselyIn(left, value)
            && isLooselyIn(right, value)
        ? Place.BOTH
        : Place.OTHER_LOST;
  }

  /** The only side whose text has the value; {@code UNKNOWN} for both and for none. */
  Place onlySideOf(String value) {
    Place found = placeOf(value);
    return found == Place.BOTH ? Place.UNKNOWN : found;
  }

  private Place placeOf(String value) {
    String wanted = value.length() > MAX_VALUE ? "" : tokens(value);
    if (wanted.isBlank()) {
      return Place.UNKNOWN;
    }
    boolean inLeft = left.contains(wanted);
    boolean inRight = right.contains(wanted);
    if (inLeft && inRight) {
      return Place.BOTH;
    }
    return inLeft ? Place.LEFT : inRight ? Place.RIGHT : Place.UNKNOWN;
  }

  /** Whether a text has the value's letters and digits, wherever its words end. */
  private static boolean isLooselyIn(String text, String value) {
    return text.replace(" ", "").contains(tokens(value).replace(" ", ""));
  }

  /** The tokens of a text, each with one space before and after it. */
  private static String tokens(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    var tokens = new StringBuilder(" ");
    int i = 0;
    while (i < lower.length()) {
      int start = i;
      if (Character.isDigit(lower.charAt(i))) {
        while (i < lower.length() && isInNumber(lower, i)) {
          i++;
        }
      } else {
        while (i < lower.length()
            && Character.isLetterOrDigit(lower.codePointAt(i))
            && !Character.isDigit(lower.charAt(i))) {
          i += Character.charCount(lower.codePointAt(i));
        }
      }
      if (i > start) {
        tokens.append(lower, start, i).append(' ');
      } else {
        i++;
      }
    }
    return tokens.toString();
  }

  private static boolean isInNumber(String text, int i) {
    char c = text.charAt(i);
    boolean decimal =
        (c == '.' || c == ',') && i + 1 < text.length() && Character.isDigit(text.charAt(i + 1));
    return Character.isDigit(c) || decimal;
  }
}
