package io.github.em4j.prompts.explanation;

import java.util.ArrayList;
import java.util.List;

/** The alphabet of attribute lines: separators, white space, and text that holds neither. */
final class LineText {
  static final String FIELD_SEPARATOR = "|||";
  static final String VALUE_SEPARATOR = "###";
  static final String MISSING = "missing";

  private LineText() {}

  static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || Character.isISOControl(codePoint);
  }

  /** The text without white space and control characters at its ends. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    // No white space lies outside the basic plane, so looking at single characters is enough.
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /**
   * The text as an attribute line can hold it: white space and control characters collapsed to
   * single spaces, none at the ends, and a space after every second of three or more {@code |} or
   * {@code #} in a row.
   */
  static String normalize(String text) {
    var normal = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c)) {
        space = true;
      } else {
        if ((space && !normal.isEmpty()) || wouldMakeSeparator(normal, c)) {
          normal.append(' ');
        }
        space = false;
        normal.append(c);
      }
    }
    return normal.toString();
  }

  private static boolean wouldMakeSeparator(StringBuilder text, char next) {
    int n = text.length();
    return (next == '|' || next == '#')
        && n >= 2
        && text.charAt(n - 1) == next
        && text.charAt(n - 2) == next;
  }

  /** Normal text with a space where it would melt into a separator beside it. */
  static String padded(String normal) {
    return (touchesSeparator(normal.charAt(0)) ? " " : "")
        + normal
        + (touchesSeparator(normal.charAt(normal.length() - 1)) ? " " : "");
  }

  private static boolean touchesSeparator(char c) {
    return c == '|' || c == '#';
  }

  /** The parts of a text between separators, at least one. */
  static List<String> split(String text, String separator) {
    var parts = new ArrayList<String>();
    int start = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
      parts.add(text.substring(start, at));
      start = at + separator.length();
    }
    parts.add(text.substring(start));
    return parts;
  }
}
