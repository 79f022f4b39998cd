package io.github.em4j.dataset.synthetic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Seeded random choices. Everything is made of {@link SplittableRandom#nextLong}, because how the
 * JDK maps that to a range is not specified and has changed between releases.
 */
final class Draw {

  private final SplittableRandom random;

  private Draw(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * The choices for one purpose. Draws with different purposes or indices do not depend on each
   * other, so that a neighbourhood stays the same when more of them are asked for.
   */
  static Draw of(long seed, String purpose, long index) {
    return new Draw(scramble(scramble(seed + purpose.hashCode()) + index));
  }

  /** The finaliser of SplitMix64: neighbouring seeds give unrelated streams. */
  private static long scramble(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A whole number of at least {@code low} and at most {@code high}. */
  int between(int low, int high) {
    long range = (long) high - low + 1;
    return (int) (low + (((random.nextLong() >>> 32) * range) >>> 32));
  }

  /** True with that probability. */
  boolean chance(double probability) {
    return (random.nextLong() >>> 11) * 0x1.0p-53 < probability;
  }

  /** One of the items. */
  <T> T from(List<T> items) {
    return items.get(between(0, items.size() - 1));
  }

  /** Up to {@code count} different items in random order. */
  <T> List<T> some(List<T> items, int count) {
    List<T> shuffled = shuffled(items);
    return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
  }

  /** The items in random order, in a list that may be changed. */
  <T> List<T> shuffled(List<T> items) {
    var copy = new ArrayList<T>(items);
    for (int last = copy.size() - 1; last > 0; last--) {
      Collections.swap(copy, last, between(0, last));
    }
    return copy;
  }
}
