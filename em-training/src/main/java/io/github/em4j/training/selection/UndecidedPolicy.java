package io.github.em4j.training.selection;

/** What a filter does with a pair of which its model cannot say anything. */
public enum UndecidedPolicy {
  /** The pair stays as it is. */
  KEEP,
  /** The pair leaves the set. */
  DROP;

  PairOutcome apply(TrainingPair pair, String reason) {
    return this == KEEP ? PairOutcome.kept(pair, reason) : PairOutcome.dropped(pair, reason);
  }
}
