package io.github.em4j.evaluation.cascade;

import static java.util.Objects.requireNonNull;

import io.github.em4j.TokenUsage;
import java.util.OptionalDouble;

/**
 * What a cascade has done since it was made: a snapshot.
 *
 * @param pairs how many pairs the cheap matcher was asked, at least 0
 * @param passedOn how many of them the dear matcher was asked
 * @param dearUnanswered how many of those it failed on or left undecided
 * @param cheapUsage what the cheap matcher's decisions cost in tokens
 * @param dearUsage what the dear matcher's decisions cost in tokens
 */
public record CascadeTally(
    long pairs, long passedOn, long dearUnanswered, TokenUsage cheapUsage, TokenUsage dearUsage) {

  /** Before the first pair. */
  static final CascadeTally NONE = new CascadeTally(0, 0, 0, TokenUsage.NONE, TokenUsage.NONE);

  /**
   * Checks that the counts are in order.
   *
   * @throws IllegalArgumentException if they are not: 0 &lt;= unanswered &lt;= passed on &lt;=
   *     pairs
   */
  public CascadeTally {
    requireNonNull(cheapUsage, "cheapUsage");
    requireNonNull(dearUsage, "dearUsage");
    if (dearUnanswered < 0 || dearUnanswered > passedOn || passedOn > pairs) {
      throw new IllegalArgumentException(
          "counts must be 0 <= unanswered <= passed on <= pairs, found %d, %d, %d"
              .formatted(dearUnanswered, passedOn, pairs));
    }
  }

  /**
   * Which part of the pairs was passed on.
   *
   * @return in [0, 1], or empty before the first pair
   */
  public OptionalDouble share() {
    return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) passedOn / pairs);
  }

  CascadeTally plus(CascadeTally other) {
    return new CascadeTally(
        Math.addExact(pairs, other.pairs),
        Math.addExact(passedOn, other.passedOn),
        Math.addExact(dearUnanswered, other.dearUnanswered),
        cheapUsage.plus(other.cheapUsage),
        dearUsage.plus(other.dearUsage));
  }
}
