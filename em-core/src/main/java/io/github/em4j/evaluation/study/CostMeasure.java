package io.github.em4j.evaluation.study;

/** In what the cost of matchers is compared; each for 1,000 pairs. */
public enum CostMeasure {
  /** The time that a study waited for the answers. */
  SECONDS,
  /** Tokens read and written. */
  TOKENS,
  /** The price by the list that was given. */
  PRICE
}
