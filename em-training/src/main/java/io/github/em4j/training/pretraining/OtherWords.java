package io.github.em4j.training.pretraining;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Another shop's description of the same offer: it tells of other features. Where a model number
 * says which product it is, little else needs to agree; where none does, only a few words are put
 * in. What is fixed, and every word with a digit or of a variant, comes and goes by no such change,
 * but for quantities, which another description may leave out.
 */
final class OtherWords {
  private static final double[] DROPPED = {0, 0.3, 0.5, 0.7, 0.9};
  private static final int MOST_WORDS = 9;
  private static final int MOST_WORDS_WITHOUT_MODEL = 3;

  private OtherWords() {}

  /**
   * Changes a description.
   *
   * @param words the description
   * @param same the other description of the pair
   * @param match whether both are of one product: a match needs the model number in common before
   *     other words may go
   * @param foreign a description whose words are borrowed
   */
  static void apply(
      Words words, Words same, boolean match, Words foreign, SplittableRandom random) {
    boolean byModel = match ? shareModelNumber(words, same) : hasModelNumber(words);
    if (byModel) {
      drop(words, DROPPED[random.nextInt(DROPPED.length)], random);
    }
    int most = byModel ? MOST_WORDS : MOST_WORDS_WITHOUT_MODEL;
    borrow(words, foreign, random.nextInt(most + 1), random);
  }

  private static void drop(Words words, double rate, SplittableRandom random) {
    for (int i = words.size() - 1; i >= 0; i--) {
      boolean kept =
          words.isFixed(i)
              || WordShape.isModelNumber(words.get(i))
              || Variants.isVariant(words.get(i));
      double chance = i == 0 ? rate / 3 : rate;
      if (!kept && words.size() > 2 && random.nextDouble() < chance) {
        words.remove(i);
      }
    }
  }

  /** Puts in words that follow each other in the foreign description, together or one by one. */
  private static void borrow(Words words, Words foreign, int count, SplittableRandom random) {
    int from = random.nextInt(foreign.size());
    boolean together = random.nextBoolean();
    int at = random.nextInt(1, words.size() + 1);
    Set<String> there = canonical(words);
    for (int i = from; i < foreign.size() && count > 0; i++) {
      String word = foreign.get(i);
      if (mayBeBorrowed(word) && there.add(WordShape.canonical(word))) {
        words.insert(together ? at++ : random.nextInt(1, words.size() + 1), word);
        count--;
      }
    }
  }

  private static boolean mayBeBorrowed(String word) {
    return !WordShape.hasDigit(word)
        && !Variants.isVariant(word)
        && !WordShape.canonical(word).isEmpty();
  }

  private static boolean shareModelNumber(Words words, Words same) {
    Set<String> others = canonical(same);
    for (int i = 0; i < words.size(); i++) {
      if (WordShape.isModelNumber(words.get(i))
          && others.contains(WordShape.canonical(words.get(i)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasModelNumber(Words words) {
    for (int i = 0; i < words.size(); i++) {
      if (WordShape.isModelNumber(words.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> canonical(Words words) {
    var canonical = new HashSet<String>();
    for (int i = 0; i < words.size(); i++) {
      canonical.add(WordShape.canonical(words.get(i)));
    }
    return canonical;
  }
}
