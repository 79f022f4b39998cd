package io.github.em4j.report;

/** Text without what no format can hold. */
final class PlainText {

  private PlainText() {}

  /**
   * The text with every character that XML does not allow (most control characters, halves of
   * surrogate pairs, non-characters) replaced by U+FFFD. Marks that turn the direction of writing
   * are replaced as well: they would make a value read as something else than it is.
   */
  static String allowed(String text) {
    StringBuilder allowed = new StringBuilder(text.length());
    text.codePoints().forEach(c -> allowed.appendCodePoint(isAllowed(c) ? c : 0xFFFD));
    return allowed.toString();
  }

  /** The allowed text on one line, each run of white space as one space. */
  static String oneLine(String text) {
    return allowed(text).replaceAll("[\\s\\u0085\\u2028\\u2029]+", " ").strip();
  }

  private static boolean isAllowed(int c) {
    boolean space = c == '\t' || c == '\n' || c == '\r';
    boolean control = !space && (c < 0x20 || isWithin(c, 0x7F, 0x9F));
    boolean half = isWithin(c, 0xD800, 0xDFFF);
    boolean noCharacter = (c & 0xFFFE) == 0xFFFE || isWithin(c, 0xFDD0, 0xFDEF);
    boolean turning = isWithin(c, 0x202A, 0x202E) || isWithin(c, 0x2066, 0x2069);
    return !control && !half && !noCharacter && !turning;
  }

  private static boolean isWithin(int c, int first, int last) {
    return c >= first && c <= last;
  }
}
