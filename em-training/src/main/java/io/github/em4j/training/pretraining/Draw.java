package io.github.em4j.training.pretraining;

import java.util.SplittableRandom;

/** Random choices that both domains make. */
final class Draw {
  private static final double[] WEAK = {0, 0.3, 0.6, 1};
  private static final double[] STRONG = {0.3, 0.6, 1, 1};

  private Draw() {}

  /** How strongly the first description is corrupted: often not at all. */
  static double weak(SplittableRandom random) {
    return WEAK[random.nextInt(WEAK.length)];
  }

  /** How strongly the second description is corrupted. */
  static double strong(SplittableRandom random) {
    return STRONG[random.nextInt(STRONG.length)];
  }

  /** An index, in proportion to its weight; the last number is the sum of all. */
  static int weighted(double[] cumulative, SplittableRandom random) {
    double point = random.nextDouble() * cumulative[cumulative.length - 1];
    int index = 0;
    while (index < cumulative.length - 1 && cumulative[index] <= point) {
      index++;
    }
    return index;
  }

  /** Which of a list that is ordered by nearness to take: the nearest most often. */
  static int rank(SplittableRandom random, int size) {
    return Math.min(size - 1, (int) (-Math.log(1 - random.nextDouble()) / 0.35));
  }
}
