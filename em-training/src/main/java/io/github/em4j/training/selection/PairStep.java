package io.github.em4j.training.selection;

/**
 * A step that looks at each pair alone: the outcome of a pair does not depend on which others it is
 * given with. Pairs are given in batches, for models that answer many questions at once.
 */
public non-sealed interface PairStep extends TrainingSetStep {}
