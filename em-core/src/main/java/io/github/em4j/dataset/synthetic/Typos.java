package io.github.em4j.dataset.synthetic;

import java.util.ArrayList;

/** Slips of the keyboard. */
final class Typos {

  /** Shorter words stay as they are: a slip would make another word of them. */
  private static final int SHORTEST = 6;

  private Typos() {}

  /** The text with a slip in about one of {@code 1 / share} of its longer words. */
  static String in(String text, double share, Draw draw) {
    var words = new ArrayList<String>();
    for (String word : text.split(" ", -1)) {
      boolean plain = word.length() >= SHORTEST && word.chars().allMatch(Character::isLetter);
      words.add(plain && draw.chance(share) ? slip(word, draw) : word);
    }
    return String.join(" ", words);
  }

  /** One letter dropped, doubled or exchanged with the next; the first letter stays. */
  private static String slip(String word, Draw draw) {
    int at = draw.between(1, word.length() - 2);
    String before = word.substring(0, at);
    String after = word.substring(at + 1);
    return switch (draw.between(0, 2)) {
      case 0 -> before + after;
      case 1 -> before + word.charAt(at) + word.charAt(at) + after;
      default -> before + after.charAt(0) + word.charAt(at) + after.substring(1);
    };
  }
}
