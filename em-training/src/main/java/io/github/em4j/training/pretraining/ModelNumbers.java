package io.github.em4j.training.pretraining;

import java.util.List;
import java.util.SplittableRandom;

/** Changes numbers of all kinds to others that look as real. */
final class ModelNumbers {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final List<String> ENDINGS =
      List.of("b", "s", "w", "r", "t", "bk", "wh", "sl", "rd", "n", "d", "dn", "dw", "x", "e", "g");

  private ModelNumbers() {}

  /** Other digits in one to three places. */
  static String otherDigits(String word, SplittableRandom random) {
    char[] characters = word.toCharArray();
    int changes = 1 + (random.nextInt(4) == 0 ? random.nextInt(1, 3) : 0);
    for (int change = 0; change < changes; change++) {
      int at = randomDigit(word, random);
      char digit = characters[at];
      while (digit == word.charAt(at)) {
        digit = (char) ('0' + random.nextInt(10));
      }
      characters[at] = digit;
    }
    return new String(characters);
  }

  private static int randomDigit(String word, SplittableRandom random) {
    int seen = 0;
    int picked = -1;
    for (int i = 0; i < word.length(); i++) {
      if (WordShape.isDigit(word.charAt(i)) && random.nextInt(++seen) == 0) {
        picked = i;
      }
    }
    return picked;
  }

  /**
   * Letters and digits where the word has letters and digits; leading letters stay half the time.
   */
  static String sameForm(String word, SplittableRandom random) {
    boolean keepsStart = random.nextBoolean();
    boolean start = true;
    var model = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      start &= WordShape.isLetter(c);
      if (WordShape.isDigit(c)) {
        model.append((char) ('0' + random.nextInt(10)));
      } else if (WordShape.isLetter(c) && !(start && keepsStart)) {
        char letter = LETTERS.charAt(random.nextInt(26));
        model.append(Character.isUpperCase(c) ? Character.toUpperCase(letter) : letter);
      } else {
        model.append(c);
      }
    }
    return model.toString();
  }

  /** Ends with one to three letters behind digits. */
  static boolean endsWithLetters(String word) {
    int end = word.length();
    while (end > 0 && WordShape.isLetter(word.charAt(end - 1))) {
      end--;
    }
    return end < word.length()
        && word.length() - end <= 3
        && end > 0
        && WordShape.isDigit(word.charAt(end - 1))
        && !WordShape.isUnit(word.substring(end))
        && WordShape.isModelNumber(word);
  }

  /** Other letters behind the digits. */
  static String otherLetters(String word, SplittableRandom random) {
    int end = word.length();
    while (WordShape.isLetter(word.charAt(end - 1))) {
      end--;
    }
    String ending = ENDINGS.get(random.nextInt(ENDINGS.size()));
    return word.substring(0, end) + Variants.inCaseOf(word.substring(end) + "A", ending);
  }

  /** A quantity with another number: doubled, halved, or a little more or less. */
  static String scaled(String word, SplittableRandom random) {
    int end = WordShape.endOfNumber(word);
    return otherAmount(word.substring(0, end), random) + word.substring(end);
  }

  /** A word with another number in it: the year after, the next version, another size. */
  static String otherNumber(String word, SplittableRandom random) {
    int start = 0;
    while (!WordShape.isDigit(word.charAt(start))) {
      start++;
    }
    int end = start + WordShape.endOfNumber(word.substring(start));
    return word.substring(0, start)
        + otherAmount(word.substring(start, end), random)
        + word.substring(end);
  }

  private static String otherAmount(String number, SplittableRandom random) {
    int point = number.indexOf('.');
    if (point > 0 && number.length() - point <= 3 && random.nextBoolean()) {
      return number.substring(0, point + 1) + other(number.substring(point + 1), random);
    }
    int end = 0;
    while (end < number.length() && WordShape.isDigit(number.charAt(end))) {
      end++;
    }
    return other(number.substring(0, end), random) + number.substring(end);
  }

  private static String other(String digits, SplittableRandom random) {
    long value = digits.length() > 9 ? 1_000_000_000L : Long.parseLong(digits);
    boolean year = value >= 1980 && value <= 2030;
    boolean powerOfTwo = value >= 4 && Long.bitCount(value) == 1;
    long step = 1;
    while (!year && value > 0 && value % (10 * step) == 0) {
      step *= 10;
    }
    long other =
        switch (year ? 3 + random.nextInt(2) : random.nextInt(powerOfTwo ? 3 : 5)) {
          case 0 -> value * 2;
          case 1 -> value / 2;
          case 2 -> value * 4;
          case 3 -> value + step * random.nextInt(1, 4);
          default -> value - step * random.nextInt(1, 4);
        };
    return String.valueOf(other <= 0 || other == value ? value + 1 : other);
  }
}
