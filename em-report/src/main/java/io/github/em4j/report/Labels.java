package io.github.em4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Names that have to fit in little room. */
final class Labels {

  /** Lines break after a space, a hyphen or a slash. */
  private static final Pattern BREAK = Pattern.compile("(?<=[ /-])");

  private Labels() {}

  /**
   * A name on so many lines of so many characters at most; what does not fit ends in an ellipsis.
   */
  static String wrap(String name, int width, int lines) {
    List<String> wrapped = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : BREAK.split(PlainText.oneLine(name), -1)) {
      if (line.length() > 0 && line.length() + word.strip().length() > width) {
        wrapped.add(line.toString().strip());
        line.setLength(0);
      }
      line.append(word);
    }
    wrapped.add(line.toString().strip());
    if (wrapped.size() > lines) {
      String rest = String.join(" ", wrapped.subList(lines - 1, wrapped.size()));
      wrapped = new ArrayList<>(wrapped.subList(0, lines - 1));
      wrapped.add(rest);
    }
    return String.join("\n", wrapped.stream().map(part -> shorten(part, width)).toList());
  }

  /** A name of so many characters at most. */
  static String shorten(String name, int width) {
    String line = PlainText.oneLine(name);
    if (line.codePointCount(0, line.length()) <= width) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, width - 1)).strip() + "…";
  }

  /** The width of the widest line, in characters. */
  static int width(String wrapped) {
    return wrapped.lines().mapToInt(String::length).max().orElse(0);
  }

  /** The number of lines. */
  static int lines(String wrapped) {
    return (int) Math.max(1, wrapped.lines().count());
  }
}
