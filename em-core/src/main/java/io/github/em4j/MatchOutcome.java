package io.github.em4j;

/**
 * What became of one pair: a decision, or the reason why there is none. One bad pair never fails a
 * batch.
 */
public sealed interface MatchOutcome permits MatchDecision, MatchFailure {

  /**
   * The pair that was asked about.
   *
   * @return the pair, as the caller gave it
   */
  CandidatePair pair();
}
