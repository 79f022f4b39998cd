package io.github.em4j.openai;

import io.github.em4j.TokenUsage;
import java.math.BigDecimal;

/**
 * What a model's tokens cost, in the currency of the {@link SpendLimit}. Prices change: they are
 * the caller's to know. A discount for cached prompts is not counted, so a limit errs on the safe
 * side.
 *
 * @param promptPerMillion price of a million tokens read, at least 0
 * @param completionPerMillion price of a million tokens written, at least 0
 */
public record TokenPrices(BigDecimal promptPerMillion, BigDecimal completionPerMillion) {

  /**
   * Checks the prices.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public TokenPrices {
    if (promptPerMillion.signum() < 0 || completionPerMillion.signum() < 0) {
      throw new IllegalArgumentException(
          "prices must be at least 0, found " + promptPerMillion + ", " + completionPerMillion);
    }
  }

  /**
   * Prices as they stand in a price list.
   *
   * @param promptPerMillion price of a million tokens read, for example {@code 0.15}
   * @param completionPerMillion price of a million tokens written
   * @return the prices
   * @throws NumberFormatException if one is no number
   */
  public static TokenPrices of(String promptPerMillion, String completionPerMillion) {
    return new TokenPrices(new BigDecimal(promptPerMillion), new BigDecimal(completionPerMillion));
  }

  /**
   * What a number of tokens costs.
   *
   * @param usage the tokens
   * @return the exact price
   */
  public BigDecimal cost(TokenUsage usage) {
    return promptPerMillion
        .multiply(BigDecimal.valueOf(usage.promptTokens()))
        .add(completionPerMillion.multiply(BigDecimal.valueOf(usage.completionTokens())))
        .movePointLeft(6);
  }
}
