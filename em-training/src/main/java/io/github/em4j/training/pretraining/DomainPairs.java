package io.github.em4j.training.pretraining;

import java.util.SplittableRandom;

/** Makes the pairs of one domain. Safe for use by many threads. */
interface DomainPairs {
  PretrainingPair match(SplittableRandom random);

  PretrainingPair nonMatch(SplittableRandom random);
}
