package io.github.em4j.training.selection.teaching;

/** How much a teacher is told of the pairs that it is to write. */
public enum GenerationVariant {
  /** The task in a few sentences. */
  BRIEF,
  /** With guidelines on what makes matches and non-matches hard to tell apart. */
  DETAILED,
  /** The guidelines, and labelled pairs from the training set as demonstrations. */
  WITH_DEMONSTRATIONS
}
