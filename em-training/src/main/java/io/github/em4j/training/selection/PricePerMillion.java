package io.github.em4j.training.selection;

import io.github.em4j.TokenUsage;
import java.math.BigDecimal;

/**
 * What a model's tokens cost, in whatever currency. Prices change: they are the caller's to know.
 *
 * @param prompt the price of a million tokens read, at least 0
 * @param completion the price of a million tokens written, at least 0
 */
public record PricePerMillion(BigDecimal prompt, BigDecimal completion) {
  /** The prices of a model on this machine. */
  public static final PricePerMillion FREE = of("0", "0");

  /**
   * Checks the prices.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public PricePerMillion {
    if (prompt.signum() < 0 || completion.signum() < 0) {
      throw new IllegalArgumentException(
          "prices must be at least 0, found " + prompt + ", " + completion);
    }
  }

  /**
   * Prices as they stand in a price list.
   *
   * @param prompt the price of a million tokens read, for example {@code 0.15}
   * @param completion the price of a million tokens written
   * @return the prices
   * @throws NumberFormatException if one is no number
   */
  public static PricePerMillion of(String prompt, String completion) {
    return new PricePerMillion(new BigDecimal(prompt), new BigDecimal(completion));
  }

  /**
   * What a number of tokens costs.
   *
   * @param usage the tokens
   * @return the exact price
   */
  public BigDecimal cost(TokenUsage usage) {
    return prompt
        .multiply(BigDecimal.valueOf(usage.promptTokens()))
        .add(completion.multiply(BigDecimal.valueOf(usage.completionTokens())))
        .movePointLeft(6);
  }
}
