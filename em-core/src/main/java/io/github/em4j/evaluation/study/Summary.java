package io.github.em4j.evaluation.study;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Several measurements of one figure, for example one per seed or per prompt.
 *
 * @param count how many there are, at least 1
 * @param mean their mean
 * @param standardDeviation of the sample (divided by {@code count - 1}); empty for a single one
 * @param min the smallest
 * @param max the largest
 */
public record Summary(
    int count, double mean, OptionalDouble standardDeviation, double min, double max) {

  /**
   * Checks the order of the numbers.
   *
   * @throws IllegalArgumentException if there is no measurement, a number is not finite, or they
   *     contradict each other
   */
  public Summary {
    boolean single = count == 1;
    double deviation = standardDeviation.orElse(0);
    // Written so that NaN fails as well.
    boolean ordered = min <= mean && mean <= max && deviation >= 0;
    boolean finite = Double.isFinite(min) && Double.isFinite(max) && Double.isFinite(deviation);
    if (count < 1 || !ordered || !finite || single == standardDeviation.isPresent()) {
      throw new IllegalArgumentException(
          "a summary needs min <= mean <= max, and a deviation from two on, found %d: %s, %s, %s, %s"
              .formatted(count, min, mean, max, standardDeviation));
    }
  }

  /**
   * Summarises measurements.
   *
   * @param values at least one, all finite
   * @return the summary
   * @throws IllegalArgumentException if there is none or one is not finite
   */
  public static Summary of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a summary needs at least one value, found none");
    }
    double min = Arrays.stream(values).min().orElseThrow();
    double max = Arrays.stream(values).max().orElseThrow();
    // Rounding must not push the mean out of the range of its values.
    double mean = Math.max(min, Math.min(max, Arrays.stream(values).sum() / values.length));
    if (values.length == 1) {
      return new Summary(1, mean, OptionalDouble.empty(), min, max);
    }
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return new Summary(
        values.length, mean, OptionalDouble.of(Math.sqrt(squares / (values.length - 1))), min, max);
  }
}
