package io.github.em4j.evaluation;

import java.util.Arrays;
import java.util.Locale;

/**
 * A score with the range in which it may well lie.
 *
 * @param estimate the score on the pairs as they are
 * @param low the lower bound
 * @param high the upper bound
 * @param confidence how often such an interval is meant to cover the true value, in (0, 1)
 */
public record ConfidenceInterval(double estimate, double low, double high, double confidence) {

  /**
   * Checks that the numbers are finite and in order. The estimate may lie outside of the bounds,
   * which a percentile interval does not rule out.
   *
   * @throws IllegalArgumentException if they are not
   */
  public ConfidenceInterval {
    boolean finite = Double.isFinite(estimate) && Double.isFinite(low) && Double.isFinite(high);
    // Written so that NaN fails as well.
    if (!finite || low > high || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "an interval needs finite low <= high and a confidence in (0, 1), found %s in [%s, %s] at %s"
              .formatted(estimate, low, high, confidence));
    }
  }

  /** The interval between the percentiles of drawn values, which are sorted in place. */
  static ConfidenceInterval ofPercentiles(double estimate, double[] drawn, double confidence) {
    Arrays.sort(drawn);
    double tail = (1 - confidence) / 2;
    return new ConfidenceInterval(
        estimate, quantile(drawn, tail), quantile(drawn, 1 - tail), confidence);
  }

  /** The quantile of sorted values, linear between the two next to it. */
  private static double quantile(double[] sorted, double part) {
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Whether a value lies within the bounds.
   *
   * @param value any number
   * @return true from {@link #low} to {@link #high}, both included
   */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** For example {@code 0.7615 [0.7121, 0.8021]}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", estimate, low, high);
  }
}
