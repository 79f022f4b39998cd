package io.github.em4j.training.pretraining;

import java.util.SplittableRandom;

/**
 * One way in which two sources write the same entity differently. Never drops or respells a fixed
 * word beyond what keeps it readable.
 */
interface Corruption {

  /** What may become of the words that carry identity (see {@link Variants#identity}). */
  enum Effect {
    /** They stay, perhaps in another order. */
    KEEPS,
    /** Some may go. */
    LOSES,
    /** Some may come. */
    GAINS,
    /** They may be joined, split or get other letters around them; no digit comes or goes. */
    RESPELLS
  }

  /** What it is called in reports. */
  String name();

  Effect effect();

  /**
   * Changes the words of a text.
   *
   * @param strength 0 (hardly) to 1
   */
  void apply(Words words, SplittableRandom random, double strength);

  /**
   * A corruption and how often it happens.
   *
   * @param probability at strength 1; multiplied by the strength
   */
  record Chance(Corruption corruption, double probability) {
    void mayApply(Words words, SplittableRandom random, double strength) {
      if (random.nextDouble() < probability * strength) {
        corruption.apply(words, random, strength);
      }
    }
  }
}
