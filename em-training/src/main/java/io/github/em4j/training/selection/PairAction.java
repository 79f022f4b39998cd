package io.github.em4j.training.selection;

/** What a step of a training-set pipeline did to a pair. */
public enum PairAction {
  /** It left the pair as it was. */
  KEPT,
  /** It took the pair out of the set. */
  DROPPED,
  /** It gave the pair the other label. */
  RELABELLED,
  /** It gave the pair an explanation. */
  EXPLAINED,
  /** It made new pairs from the pair; whether the pair itself stays, the outcome's pairs say. */
  GENERATED
}
