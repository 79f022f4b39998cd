package io.github.em4j.evaluation.robustness;

import java.util.List;
import java.util.Locale;

/** Slips of the fingers on a keyboard with the letters QWERTY in its first row. */
final class Keyboard {
  private static final List<String> ROWS = List.of("qwertyuiop", "asdfghjkl", "zxcvbnm");

  private static final List<Slip> SLIPS =
      List.of(Keyboard::inserted, Keyboard::deleted, Keyboard::substituted, Keyboard::transposed);

  /** One kind of slip; always makes another word. */
  private interface Slip {
    String in(String word, int at, PairRandom random);
  }

  private Keyboard() {}

  /**
   * A word with one slip, of any kind and at any place with equal probability; always another word.
   *
   * @param word two letters or more, none of them a surrogate
   */
  static String slip(String word, PairRandom random) {
    return random.oneOf(SLIPS).in(word, random.below(word.length()), random);
  }

  /** The finger hits a neighbouring key as well, or the same one twice. */
  private static String inserted(String word, int at, PairRandom random) {
    String keys = neighbours(word.charAt(at)) + word.charAt(at);
    return word.substring(0, at + 1) + oneOf(keys, random) + word.substring(at + 1);
  }

  private static String deleted(String word, int at, PairRandom random) {
    return word.substring(0, at) + word.substring(at + 1);
  }

  /** The finger hits a neighbouring key instead; a letter that the keyboard lacks gets lost. */
  private static String substituted(String word, int at, PairRandom random) {
    String keys = neighbours(word.charAt(at));
    return keys.isEmpty()
        ? deleted(word, at, random)
        : word.substring(0, at) + oneOf(keys, random) + word.substring(at + 1);
  }

  /** Two letters in the wrong order; where all letters are the same, one of them gets lost. */
  private static String transposed(String word, int at, PairRandom random) {
    for (int step = 0; step < word.length(); step++) {
      int i = (at + step) % word.length();
      if (i + 1 < word.length() && word.charAt(i) != word.charAt(i + 1)) {
        return word.substring(0, i) + word.charAt(i + 1) + word.charAt(i) + word.substring(i + 2);
      }
    }
    return deleted(word, at, random);
  }

  private static char oneOf(String keys, PairRandom random) {
    return keys.charAt(random.below(keys.length()));
  }

  /** The keys around a letter, in its case; none for a letter that the keyboard lacks. */
  static String neighbours(char letter) {
    char lower = Character.toLowerCase(letter);
    for (int row = 0; row < ROWS.size(); row++) {
      int column = ROWS.get(row).indexOf(lower);
      if (column >= 0) {
        // Each row stands about half a key to the right of the one above.
        String keys =
            keysAt(row, column - 1, column - 1)
                + keysAt(row, column + 1, column + 1)
                + keysAt(row - 1, column, column + 1)
                + keysAt(row + 1, column - 1, column);
        return Character.isUpperCase(letter) ? keys.toUpperCase(Locale.ROOT) : keys;
      }
    }
    return "";
  }

  /** The keys of a row from one column to another, as far as they exist. */
  private static String keysAt(int row, int first, int last) {
    if (row < 0 || row >= ROWS.size()) {
      return "";
    }
    String keys = ROWS.get(row);
    int start = Math.max(0, first);
    int end = Math.min(keys.length(), last + 1);
    return start < end ? keys.substring(start, end) : "";
  }
}
