package io.github.em4j.evaluation;

import io.github.em4j.MatchDecision;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;

/**
 * What a matcher answered on one pair, as far as scores are concerned. {@link #UNDECIDED} and
 * {@link #FAILED} stay apart, because the first is the model's weakness and the second that of its
 * surroundings; both are never right.
 */
public enum Answer {
  /** The matcher decided for a match. */
  MATCH,
  /** The matcher decided for a non-match. */
  NON_MATCH,
  /** The matcher answered, but nobody could parse the answer as a label. */
  UNDECIDED,
  /** The pair could not be decided because something failed. */
  FAILED;

  /**
   * The answer that an outcome holds.
   *
   * @param outcome what became of a pair
   * @return its answer
   */
  public static Answer of(MatchOutcome outcome) {
    if (!(outcome instanceof MatchDecision decision)) {
      return FAILED;
    }
    return decision.label().map(Answer::of).orElse(UNDECIDED);
  }

  /**
   * The answer that gives a label.
   *
   * @param label a match or a non-match
   * @return {@link #MATCH} or {@link #NON_MATCH}
   */
  public static Answer of(MatchLabel label) {
    return label.isMatch() ? MATCH : NON_MATCH;
  }

  /**
   * Whether this answer gives a label.
   *
   * @return true for {@link #MATCH} and {@link #NON_MATCH}
   */
  public boolean isDecided() {
    return this == MATCH || this == NON_MATCH;
  }

  /**
   * Whether this answer is right for a pair of the given label, as accuracy sees it.
   *
   * @param label what the gold standard says
   * @return true if the answer gives exactly that label
   */
  public boolean isCorrectFor(MatchLabel label) {
    return this == of(label);
  }
}
