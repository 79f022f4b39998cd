package io.github.em4j.training.internal;

import java.util.SplittableRandom;

/**
 * Random numbers for one of many numbered things (a round, a run) of one seed, so that each can be
 * made again by itself.
 *
 * <p>The bits of seed and number are mixed first. Seeds that differ by a multiple of the
 * generator's own step would give one sequence shifted: two neighbours would have nearly all of
 * their random numbers in common.
 */
public final class NumberedRandom {
  private NumberedRandom() {}

  /**
   * The source of random numbers of one thing.
   *
   * @param seed of all of them
   * @param number which one
   * @return a new source; the same arguments give the same random numbers
   */
  public static SplittableRandom of(long seed, long number) {
    return new SplittableRandom(mixed(seed) ^ mixed(number));
  }

  private static long mixed(long number) {
    return new SplittableRandom(number).nextLong();
  }
}
