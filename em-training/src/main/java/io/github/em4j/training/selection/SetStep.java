package io.github.em4j.training.selection;

/** A step that needs the whole set at once, for example to balance its classes. */
public non-sealed interface SetStep extends TrainingSetStep {}
