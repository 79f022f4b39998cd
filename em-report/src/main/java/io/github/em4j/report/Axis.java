package io.github.em4j.report;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * One axis of a chart.
 *
 * @param title what is measured, with its unit, not blank
 * @param scale how numbers are laid out along it
 * @param low where it begins, or empty where the numbers decide
 * @param high where it ends, or empty where the numbers decide
 */
public record Axis(String title, Scale scale, OptionalDouble low, OptionalDouble high) {

  /** How numbers are laid out along an axis. */
  public enum Scale {
    /** Equal differences at equal distances. */
    LINEAR,
    /** Equal ratios at equal distances; for positive numbers. */
    LOGARITHMIC
  }

  /**
   * Checks the title and the ends.
   *
   * @throws IllegalArgumentException if the title is blank, an end is not finite, the low end is
   *     not below the high one, or an end of a logarithmic axis is not positive
   */
  public Axis {
    Checks.requireText("the title of an axis", title);
    requireNonNull(scale, "scale");
    low.ifPresent(end -> requireEnd(title, scale, end));
    high.ifPresent(end -> requireEnd(title, scale, end));
    if (low.isPresent() && high.isPresent() && low.getAsDouble() >= high.getAsDouble()) {
      throw new IllegalArgumentException(
          "the axis '%s' must begin below its end, found %s to %s"
              .formatted(title, low.getAsDouble(), high.getAsDouble()));
    }
  }

  /**
   * A linear axis as long as its numbers need.
   *
   * @param title what is measured, with its unit
   * @return the axis
   */
  public static Axis of(String title) {
    return new Axis(title, Scale.LINEAR, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /**
   * A logarithmic axis as long as its numbers need.
   *
   * @param title what is measured, with its unit
   * @return the axis
   */
  public static Axis logarithmic(String title) {
    return new Axis(title, Scale.LOGARITHMIC, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /**
   * This axis with given ends.
   *
   * @param low where it begins
   * @param high where it ends
   * @return a new axis; this one stays as it is
   * @throws IllegalArgumentException if the ends are not finite and in order
   */
  public Axis from(double low, double high) {
    return new Axis(title, scale, OptionalDouble.of(low), OptionalDouble.of(high));
  }

  private static void requireEnd(String title, Scale scale, double end) {
    Checks.requireFinite("an end of the axis '" + title + "'", end);
    requirePlace("an end of the axis '" + title + "'", scale, end);
  }

  /** Checks that a number has a place on the axis. */
  void requirePlace(String what, double value) {
    requirePlace(what + " on the axis '" + title + "'", scale, value);
  }

  private static void requirePlace(String what, Scale scale, double value) {
    if (scale == Scale.LOGARITHMIC && value <= 0) {
      throw new IllegalArgumentException(
          what + " must be positive on a logarithmic scale, found " + value);
    }
  }
}
