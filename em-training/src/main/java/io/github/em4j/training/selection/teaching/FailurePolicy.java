package io.github.em4j.training.selection.teaching;

/** What becomes of a pair that the teacher gave no usable answer for. */
public enum FailurePolicy {
  /** It leaves the set, so that all examples have the same form. */
  DROP,
  /** It stays without an explanation. */
  KEEP_UNEXPLAINED
}
