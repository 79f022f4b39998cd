package io.github.em4j.evaluation.robustness;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Random numbers that follow from a pair's content, so that its place in a batch does not count.
 */
final class PairRandom {
  private final SplittableRandom random;

  /**
   * @param purpose keeps two perturbations with the same seed from drawing alike
   */
  PairRandom(String purpose, long seed, CandidatePair pair) {
    Hasher hasher = Hashing.murmur3_128().newHasher().putLong(seed);
    put(purpose, hasher);
    put(pair.left(), hasher);
    put(pair.right(), hasher);
    this.random = new SplittableRandom(hasher.hash().asLong());
  }

  /** In the order of names, so that records that are equal draw alike. */
  private static void put(EntityDescription side, Hasher hasher) {
    put(side.id(), hasher);
    hasher.putInt(side.attributes().size());
    new TreeMap<>(side.attributes())
        .forEach(
            (name, value) -> {
              put(name, hasher);
              put(value, hasher);
            });
  }

  private static void put(String text, Hasher hasher) {
    hasher.putInt(text.length()).putUnencodedChars(text);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A number from 0 up to, not including, a bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  void shuffle(List<?> list) {
    Collections.shuffle(list, new Random(random.nextLong()));
  }
}
