package io.github.em4j.training.pretraining;

import java.util.Locale;
import java.util.Set;

/** What a word of a description looks like: a model number, a quantity, a plain word. */
final class WordShape {
  /** Units in which shops state a size, a capacity or a count. */
  static final Set<String> UNITS =
      Set.of(
          "gb", "mb", "tb", "kb", "to", "go", "inch", "inches", "in", "mm", "cm", "m", "ft", "oz",
          "kg", "g", "lb", "lbs", "ml", "l", "w", "v", "hz", "mhz", "ghz", "khz", "pk", "pack",
          "packs", "pc", "pcs", "port", "ports", "bit", "mah", "wh", "dpi", "ppm", "mp", "mbps",
          "gbps", "user", "users", "ct", "count", "x", "k", "p", "rpm", "btu", "qt", "quart", "cup",
          "speed", "channel", "ch", "year", "hour", "hours", "sheets", "pages", "\"", "''",
          "\u201D");

  private WordShape() {}

  static boolean hasDigit(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (isDigit(word.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Digits, perhaps with a point or comma in between. */
  static boolean isNumber(String word) {
    return !word.isEmpty() && endOfNumber(word) == word.length();
  }

  /** A number with a unit, such as {@code 16gb}, {@code 3.5"} or {@code 2-pack}. */
  static boolean isQuantity(String word) {
    int end = endOfNumber(word);
    if (end == 0 || end == word.length()) {
      return false;
    }
    int unit = word.charAt(end) == '-' ? end + 1 : end;
    return isUnit(word.substring(unit));
  }

  static boolean isUnit(String word) {
    return UNITS.contains(trimmed(word).toLowerCase(Locale.ROOT));
  }

  /** Names one model of a maker: letters and digits, or a long number. */
  static boolean isModelNumber(String word) {
    if (!hasDigit(word) || isQuantity(trimmed(word))) {
      return false;
    }
    String canonical = canonical(word);
    boolean letters = false;
    for (int i = 0; i < canonical.length(); i++) {
      letters |= !isDigit(canonical.charAt(i));
    }
    return letters ? canonical.length() >= 4 : canonical.length() >= 5 && !word.contains(".");
  }

  /** The word in small letters, with nothing but letters and digits. */
  static String canonical(String word) {
    int kept = 0;
    boolean same = true;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean keep = Character.isLetterOrDigit(c);
      kept += keep ? 1 : 0;
      same &= keep && Character.toLowerCase(c) == c;
    }
    if (same) {
      return word;
    }
    var canonical = new StringBuilder(kept);
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        canonical.append(Character.toLowerCase(c));
      }
    }
    return canonical.toString();
  }

  /** The word without brackets and marks around it. */
  static String trimmed(String word) {
    int from = 0;
    int to = word.length();
    while (from < to && "(),:;!.[]|".indexOf(word.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && "(),:;!.[]|".indexOf(word.charAt(to - 1)) >= 0) {
      to--;
    }
    return word.substring(from, to);
  }

  static int endOfNumber(String word) {
    int end = 0;
    while (end < word.length()
        && (isDigit(word.charAt(end))
            || (end > 0
                && end + 1 < word.length()
                && ".,".indexOf(word.charAt(end)) >= 0
                && isDigit(word.charAt(end + 1))))) {
      end++;
    }
    return end;
  }
}
