package io.github.em4j.dataset.synthetic;

/** Where records come from. */
interface Source {

  /** The name that record ids begin with. */
  String name();

  /** Whether its records stand on the left side of pairs; a source is always on the same side. */
  boolean isLeft();
}
