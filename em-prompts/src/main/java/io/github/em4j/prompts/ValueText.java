package io.github.em4j.prompts;

/** Makes the text of an entity safe to stand inside a prompt. */
final class ValueText {
  /** Quotation marks around a placeholder, and what stands for them inside a value. */
  private static final String QUOTES = "'\"`";

  private static final String REPLACEMENTS = "\u2019\u201d\u2019";

  private ValueText() {}

  /**
   * The text on one line: every run of white space that holds a line break or another control
   * character becomes one space, at the ends of the text nothing; half a surrogate pair becomes
   * U+FFFD. Ordinary spaces stay as they are.
   */
  static String onOneLine(String text) {
    if (text.chars().noneMatch(c -> breaksLine((char) c) || Character.isSurrogate((char) c))) {
      return text;
    }
    var line = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int end = endOfSpace(text, i);
      if (end > i) {
        appendSpace(line, text, i, end);
        i = end;
      } else {
        int codePoint = text.codePointAt(i);
        boolean half = codePoint <= 0xFFFF && Character.isSurrogate((char) codePoint);
        line.appendCodePoint(half ? 0xFFFD : codePoint);
        i += Character.charCount(codePoint);
      }
    }
    return line.toString();
  }

  /** Whether a placeholder between two of these marks counts as quoted. */
  static boolean isQuote(char c) {
    return QUOTES.indexOf(c) >= 0;
  }

  /**
   * The text with no quotation mark that could be taken for the closing one: a mark that does not
   * stand between two letters or digits becomes its typographic form. {@code Men's} stays as it is,
   * {@code 5'.} becomes {@code 5’.}
   */
  static String insideQuotes(String text, char quote) {
    if (text.indexOf(quote) < 0) {
      return text;
    }
    char replacement = REPLACEMENTS.charAt(QUOTES.indexOf(quote));
    var safe = new StringBuilder(text);
    for (int i = text.indexOf(quote); i >= 0; i = text.indexOf(quote, i + 1)) {
      boolean insideWord =
          i > 0
              && i + 1 < text.length()
              && Character.isLetterOrDigit(text.codePointBefore(i))
              && Character.isLetterOrDigit(text.codePointAt(i + 1));
      if (!insideWord) {
        safe.setCharAt(i, replacement);
      }
    }
    return safe.toString();
  }

  private static int endOfSpace(String text, int start) {
    int end = start;
    while (end < text.length()
        && (breaksLine(text.charAt(end)) || Character.isWhitespace(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  private static void appendSpace(StringBuilder line, String text, int start, int end) {
    boolean breaks = text.substring(start, end).chars().anyMatch(c -> breaksLine((char) c));
    if (!breaks) {
      line.append(text, start, end);
    } else if (start > 0 && end < text.length()) {
      line.append(' ');
    }
  }

  private static boolean breaksLine(char c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }
}
