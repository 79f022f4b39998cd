package io.github.em4j.training.pretraining;

/** How a pair was made. */
public enum PairOrigin {
  /** A match: two corruptions of one record. */
  CORRUPTED,
  /** A match: two records of one source that share a rare model number. */
  SAME_MODEL_NUMBER,
  /** A non-match: a record and a copy of it that was made another entity's. */
  EDITED,
  /** A non-match: two records of one source with similar words. */
  NEIGHBOUR,
  /** A non-match: any two records of one source. */
  RANDOM
}
