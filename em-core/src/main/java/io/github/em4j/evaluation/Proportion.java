package io.github.em4j.evaluation;

import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Which part of some cases has a property, with its interval.
 *
 * @param part how many cases have it, at least 0
 * @param whole how many cases there are, at least {@code part}
 */
public record Proportion(long part, long whole) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException unless 0 &le; part &le; whole
   */
  public Proportion {
    if (part < 0 || whole < part) {
      throw new IllegalArgumentException(
          "a proportion needs 0 <= part <= whole, found " + part + " of " + whole);
    }
  }

  /**
   * The part as a number.
   *
   * @return in [0, 1], or empty where there is no case
   */
  public OptionalDouble value() {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }

  /**
   * The score interval of Wilson, "Probable Inference, the Law of Succession, and Statistical
   * Inference" (1927). It never has the width zero, which the bootstrap gives a proportion of zero,
   * and it takes the cases to be independent of each other.
   *
   * @param confidence how often such an interval is meant to cover the true value, in (0, 1)
   * @return the proportion with bounds in [0, 1], or empty where there is no case
   * @throws IllegalArgumentException if the confidence lies outside or is not a number
   */
  public Optional<ConfidenceInterval> interval(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must lie in (0, 1), found " + confidence);
    }
    if (whole == 0) {
      return Optional.empty();
    }
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
    double p = (double) part / whole;
    double shrinkage = 1 + z * z / whole;
    double centre = (p + z * z / (2 * whole)) / shrinkage;
    double reach = z * Math.sqrt((p * (1 - p) + z * z / (4.0 * whole)) / whole) / shrinkage;
    // At the ends the bounds are exact in theory and off by rounding in practice.
    double low = part == 0 ? 0 : Math.max(0, centre - reach);
    double high = part == whole ? 1 : Math.min(1, centre + reach);
    return Optional.of(new ConfidenceInterval(p, low, high, confidence));
  }
}
