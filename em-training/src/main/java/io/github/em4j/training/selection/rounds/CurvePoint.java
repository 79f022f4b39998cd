package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

import io.github.em4j.TokenUsage;
import io.github.em4j.evaluation.ConfidenceInterval;
import io.github.em4j.evaluation.ConfusionCounts;
import java.util.OptionalDouble;

/**
 * A point of a {@link LearningCurve}: what a matcher is worth that was trained on the first pairs
 * of a strategy.
 *
 * @param strategy the strategy's name
 * @param size how many pairs were asked for
 * @param trainingPairs how many the strategy had; fewer where it leaves out so many that the pool
 *     has no more
 * @param positives how many of them are matches
 * @param labels how many labels they needed
 * @param usage the tokens that choosing them took
 * @param cost what labels and tokens cost together, in the curve's currency
 * @param f1 on the evaluation split, in [0, 1]
 * @param counts the answers behind it
 */
public record CurvePoint(
    String strategy,
    int size,
    int trainingPairs,
    int positives,
    int labels,
    TokenUsage usage,
    double cost,
    ConfidenceInterval f1,
    ConfusionCounts counts) {

  private static final double PERCENT = 100;

  /**
   * Checks that nothing is missing.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public CurvePoint {
    requireNonNull(strategy, "strategy");
    requireNonNull(usage, "usage");
    requireNonNull(f1, "f1");
    requireNonNull(counts, "counts");
    if (trainingPairs < 1 || trainingPairs > size || positives > trainingPairs || labels < 0) {
      throw new IllegalArgumentException(
          "a point of %d of %d pairs, %d of them matches, with %d labels cannot be"
              .formatted(trainingPairs, size, positives, labels));
    }
  }

  /**
   * Points of F1 (of 100) for each label.
   *
   * @return empty where no label was needed
   */
  public OptionalDouble f1PerLabel() {
    return labels == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(PERCENT * f1.estimate() / labels);
  }

  /**
   * Points of F1 (of 100) for each unit of the currency.
   *
   * @return empty where it cost nothing
   */
  public OptionalDouble f1PerCost() {
    return cost == 0 ? OptionalDouble.empty() : OptionalDouble.of(PERCENT * f1.estimate() / cost);
  }
}
