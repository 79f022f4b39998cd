package io.github.em4j.training.selection;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A random order of pairs in which each pair's place relative to another follows from their keys
 * alone. The first {@code n} pairs of it are therefore nested for growing {@code n}, and stay in
 * their order when other pairs leave the set.
 */
final class SeededRank {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final long seed;

  /**
   * An order.
   *
   * @param purpose keeps two steps with the same seed from choosing by the same order
   */
  SeededRank(String purpose, long seed) {
    this.seed = hash(purpose) ^ seed;
  }

  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  private long rank(String key) {
    return new SplittableRandom(new SplittableRandom(seed).nextLong() + hash(key)).nextLong();
  }

  /** Which of some pairs come first: {@code chosen[i]} is of pair {@code i}. */
  boolean[] first(List<TrainingPair> pairs, int count) {
    return first(pairs, IntStream.range(0, pairs.size()).toArray(), count);
  }

  /**
   * Which of some pairs of a list come first: {@code chosen[i]} is of pair {@code i} of the list.
   */
  boolean[] first(List<TrainingPair> pairs, int[] among, int count) {
    long[] ranks = new long[pairs.size()];
    for (int i : among) {
      ranks[i] = rank(pairs.get(i).key());
    }
    boolean[] chosen = new boolean[pairs.size()];
    IntStream.of(among)
        .boxed()
        .sorted(Comparator.<Integer>comparingLong(i -> ranks[i]).thenComparing(i -> i))
        .limit(count)
        .forEach(i -> chosen[i] = true);
    return chosen;
  }
}
