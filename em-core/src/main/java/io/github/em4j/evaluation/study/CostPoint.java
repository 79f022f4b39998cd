package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * What an arm reaches and what it costs, over the data sets of a {@link CostSheet}.
 *
 * @param arm the matcher and what it was trained on
 * @param f1 the mean over the data sets, in [0, 1]
 * @param secondsPerThousandPairs at least 0
 * @param promptTokensPerThousandPairs tokens read, at least 0
 * @param completionTokensPerThousandPairs tokens written, at least 0
 * @param pricePerThousandPairs at least 0; empty where there is no price of the matcher
 */
public record CostPoint(
    Arm arm,
    double f1,
    double secondsPerThousandPairs,
    double promptTokensPerThousandPairs,
    double completionTokensPerThousandPairs,
    OptionalDouble pricePerThousandPairs) {

  /**
   * Checks that nothing is null.
   *
   * @throws NullPointerException if a component is null
   */
  public CostPoint {
    requireNonNull(arm, "arm");
    requireNonNull(pricePerThousandPairs, "pricePerThousandPairs");
  }

  /**
   * The cost in one measure.
   *
   * @param measure which one
   * @return the cost for 1,000 pairs; empty for a price that is not known
   */
  public OptionalDouble cost(CostMeasure measure) {
    return switch (measure) {
      case SECONDS -> OptionalDouble.of(secondsPerThousandPairs);
      case TOKENS ->
          OptionalDouble.of(promptTokensPerThousandPairs + completionTokensPerThousandPairs);
      case PRICE -> pricePerThousandPairs;
    };
  }
}
