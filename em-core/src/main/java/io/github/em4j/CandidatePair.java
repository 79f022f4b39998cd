package io.github.em4j;

import static java.util.Objects.requireNonNull;

/**
 * Two entity descriptions that may describe the same real-world entity: what a blocker hands to a
 * matcher.
 *
 * @param left the description from the left source
 * @param right the description from the right source
 */
public record CandidatePair(EntityDescription left, EntityDescription right) {

  /**
   * Checks that both sides are there.
   *
   * @throws NullPointerException if a side is null
   */
  public CandidatePair {
    requireNonNull(left, "left");
    requireNonNull(right, "right");
  }

  /**
   * Both ids joined by {@code #}, the form that WDC Products uses for its {@code pair_id}.
   *
   * @return for example {@code 14654897#36425270}
   */
  public String id() {
    return left.id() + "#" + right.id();
  }

  /**
   * The same pair with its sides exchanged.
   *
   * @return a new pair
   */
  public CandidatePair swapped() {
    return new CandidatePair(right, left);
  }
}
