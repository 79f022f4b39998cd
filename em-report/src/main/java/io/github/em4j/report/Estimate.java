package io.github.em4j.report;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.ConfidenceInterval;
import java.util.OptionalDouble;

/**
 * A number, and the range in which it may well lie where that is known. In the unit that it is to
 * be shown in: {@code Estimate.of(f1).times(100)} for a percentage.
 *
 * @param value the number; NaN where it was not measured
 * @param low the lower bound, present exactly where the upper one is
 * @param high the upper bound
 */
public record Estimate(double value, OptionalDouble low, OptionalDouble high) {

  /** A number that was not measured: an empty cell, a missing bar. */
  public static final Estimate MISSING = of(Double.NaN);

  /**
   * Checks the numbers. The value may lie outside of the bounds, which a percentile interval does
   * not rule out.
   *
   * @throws IllegalArgumentException if a number is infinite, a bound is NaN, only one bound is
   *     there, the lower one is above the upper one, or a missing value has bounds
   */
  public Estimate {
    requireNonNull(low, "low");
    requireNonNull(high, "high");
    boolean bounded = low.isPresent() && high.isPresent();
    boolean inOrder =
        bounded
            ? Double.isFinite(value)
                && Double.isFinite(low.getAsDouble())
                && Double.isFinite(high.getAsDouble())
                && low.getAsDouble() <= high.getAsDouble()
            : low.isEmpty() && high.isEmpty() && !Double.isInfinite(value);
    if (!inOrder) {
      throw new IllegalArgumentException(
          "an estimate needs a finite value (or NaN and no bounds) and finite bounds low <= high,"
              + " found %s with bounds %s and %s".formatted(value, low, high));
    }
  }

  /**
   * A number alone.
   *
   * @param value finite, or NaN where it was not measured
   * @return the number without bounds
   */
  public static Estimate of(double value) {
    return new Estimate(value, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /**
   * A number with its bounds.
   *
   * @param value finite
   * @param low the lower bound, finite
   * @param high the upper bound, finite and at least {@code low}
   * @return the number with bounds
   */
  public static Estimate of(double value, double low, double high) {
    return new Estimate(value, OptionalDouble.of(low), OptionalDouble.of(high));
  }

  /**
   * A score with its interval.
   *
   * @param interval the score and its bounds
   * @return the same numbers
   */
  public static Estimate of(ConfidenceInterval interval) {
    return of(interval.estimate(), interval.low(), interval.high());
  }

  /**
   * The same number in another unit.
   *
   * @param factor positive and finite, 100 for percentages
   * @return value and bounds multiplied by the factor
   * @throws IllegalArgumentException if the factor is not positive
   */
  public Estimate times(double factor) {
    if (!(factor > 0)) {
      throw new IllegalArgumentException("factor must be positive, found " + factor);
    }
    return hasBounds()
        ? of(value * factor, low.getAsDouble() * factor, high.getAsDouble() * factor)
        : of(value * factor);
  }

  /**
   * Whether there is a number at all.
   *
   * @return true where it was not measured
   */
  public boolean isMissing() {
    return Double.isNaN(value);
  }

  /**
   * Whether the number has bounds.
   *
   * @return true where {@link #low} and {@link #high} are present
   */
  public boolean hasBounds() {
    return low.isPresent();
  }
}
