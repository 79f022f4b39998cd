package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A token of an answer with its log-probability, and what else could have stood in its place.
 *
 * @param token the token's text
 * @param logProbability natural logarithm of its probability, at most 0
 * @param top the most probable tokens in its place, itself included where it is among them; as many
 *     as were asked for, or fewer
 */
public record TokenLogProbability(String token, double logProbability, List<Alternative> top) {

  /**
   * A token that could have stood in a place.
   *
   * @param token the token's text
   * @param logProbability natural logarithm of its probability, at most 0
   */
  public record Alternative(String token, double logProbability) {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is positive or not a number
     */
    public Alternative {
      requireNonNull(token, "token");
      requireLogProbability(logProbability);
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the log-probability is positive or not a number
   */
  public TokenLogProbability {
    requireNonNull(token, "token");
    requireLogProbability(logProbability);
    top = List.copyOf(top);
  }

  private static void requireLogProbability(double value) {
    if (!(value <= 0)) {
      throw new IllegalArgumentException("a log-probability must be at most 0, found " + value);
    }
  }
}
