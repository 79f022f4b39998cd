package io.github.em4j.training.selection.search;

/** How near two vectors are. */
public enum Similarity {
  /** The cosine of the angle between them; 0 where one of them is zero. */
  COSINE,
  /** Their dot product. */
  DOT
}
