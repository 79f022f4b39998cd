package io.github.em4j.evaluation;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure that need not be defined for every sample, such as a ratio, with the range in which it
 * may well lie. Made by {@link Bootstrap#figure}.
 *
 * @param interval empty where the figure is not defined, or not defined in more resamples than an
 *     interval leaves out on one side: nothing bounds it then. Resamples without a figure are left
 *     out of the interval
 * @param estimate the figure on the pairs as they are; empty where it is not defined
 * @param resamples how many resamples were drawn
 * @param undefined in how many of them the figure is not defined
 */
public record BootstrappedFigure(
    Optional<ConfidenceInterval> interval, OptionalDouble estimate, int resamples, int undefined) {

  /**
   * Checks that nothing is null.
   *
   * @throws NullPointerException if a component is null
   */
  public BootstrappedFigure {
    requireNonNull(interval, "interval");
    requireNonNull(estimate, "estimate");
  }
}
