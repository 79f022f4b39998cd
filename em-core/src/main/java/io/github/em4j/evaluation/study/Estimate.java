package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.ConfidenceInterval;
import java.util.Optional;

/**
 * A figure, with its interval where there is one.
 *
 * @param value a finite number
 * @param interval the range in which it may well lie; empty for a figure that was published without
 *     the pairs behind it, or where resampling cannot bound it
 */
public record Estimate(double value, Optional<ConfidenceInterval> interval) {

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public Estimate {
    requireNonNull(interval, "interval");
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("an estimate must be a finite number, found " + value);
    }
  }
}
