package io.github.em4j;

import static java.util.Objects.requireNonNull;

/**
 * A pair that could not be decided because something failed.
 *
 * @param pair the pair that was asked about
 * @param error what failed
 */
public record MatchFailure(CandidatePair pair, EntityMatchingException error)
    implements MatchOutcome {

  /**
   * Checks that both are there.
   *
   * @throws NullPointerException if one of them is null
   */
  public MatchFailure {
    requireNonNull(pair, "pair");
    requireNonNull(error, "error");
  }

  /** The ids of the pair and what failed. */
  @Override
  public String toString() {
    return "MatchFailure[" + pair.id() + ": " + error.getMessage() + "]";
  }
}
