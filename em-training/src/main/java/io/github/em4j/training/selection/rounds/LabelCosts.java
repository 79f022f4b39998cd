package io.github.em4j.training.selection.rounds;

import io.github.em4j.TokenUsage;

/**
 * What labels and tokens cost.
 *
 * @param currency what costs are told in, for example {@code USD}; not blank
 * @param perLabel what a person takes for labelling a pair, at least 0
 * @param perMillionPromptTokens what a million tokens that a model reads cost, at least 0
 * @param perMillionCompletionTokens what a million tokens that it writes cost, at least 0
 */
public record LabelCosts(
    String currency,
    double perLabel,
    double perMillionPromptTokens,
    double perMillionCompletionTokens) {

  /** Everything is free: a curve over numbers of labels only. */
  public static final LabelCosts FREE = new LabelCosts("free", 0, 0, 0);

  private static final double MILLION = 1e6;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the currency is blank, or a cost is negative or not finite
   */
  public LabelCosts {
    if (currency.isBlank()) {
      throw new IllegalArgumentException("the currency must not be blank");
    }
    for (double cost :
        new double[] {perLabel, perMillionPromptTokens, perMillionCompletionTokens}) {
      if (!(cost >= 0 && Double.isFinite(cost))) {
        throw new IllegalArgumentException("a cost must be at least 0 and finite, found " + cost);
      }
    }
  }

  /**
   * What some labels and tokens cost together.
   *
   * @param labels how many labels, at least 0
   * @param usage how many tokens
   * @return in the currency
   */
  public double of(int labels, TokenUsage usage) {
    return labels * perLabel
        + usage.promptTokens() * perMillionPromptTokens / MILLION
        + usage.completionTokens() * perMillionCompletionTokens / MILLION;
  }
}
