package io.github.em4j.evaluation.study;

import io.github.em4j.TokenUsage;
import java.time.Duration;

/**
 * What a matcher costs: by the token, as servers charge, by the hour, as machines cost, or both.
 *
 * @param perMillionPromptTokens for a million tokens read, at least 0
 * @param perMillionCompletionTokens for a million tokens written, at least 0
 * @param perHour for an hour of work, at least 0
 */
public record TokenPrice(
    double perMillionPromptTokens, double perMillionCompletionTokens, double perHour) {

  /**
   * Checks the prices.
   *
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public TokenPrice {
    requirePrice("perMillionPromptTokens", perMillionPromptTokens);
    requirePrice("perMillionCompletionTokens", perMillionCompletionTokens);
    requirePrice("perHour", perHour);
  }

  private static void requirePrice(String what, double price) {
    if (!(price >= 0 && price < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be finite and at least 0, found " + price);
    }
  }

  /**
   * What some work costs.
   *
   * @param usage tokens read and written
   * @param duration how long it took
   * @return at least 0, in the currency of the price
   */
  public double of(TokenUsage usage, Duration duration) {
    return usage.promptTokens() * perMillionPromptTokens / 1e6
        + usage.completionTokens() * perMillionCompletionTokens / 1e6
        + duration.toNanos() * perHour / 3.6e12;
  }
}
