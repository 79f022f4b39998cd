package io.github.em4j.examples.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.cascade.CascadeTarget;

/**
 * Which two matchers share the work, and what for.
 *
 * @param cheap the name of the one that sees all pairs
 * @param dear the name of the one that sees those in the band
 * @param target what the thresholds are chosen for
 * @param wanted the same in words, for example {@code a precision of 0.95}
 */
public record Cascade(String cheap, String dear, CascadeTarget target, String wanted) {

  /** Checks that all are there. */
  public Cascade {
    requireNonNull(cheap, "cheap");
    requireNonNull(dear, "dear");
    requireNonNull(target, "target");
    requireNonNull(wanted, "wanted");
  }
}
