package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

/**
 * How the learning rate goes over a run: up in a line during the warm-up, then down to a floor.
 * Immutable.
 *
 * @param decay how it goes down
 * @param power of what is left of the run, for {@link Decay#POLYNOMIAL} alone: 1 is a line
 * @param peak the highest rate
 * @param floor the rate at the end, relative to the peak, from 0 to 1
 * @param warmUpSteps how many steps it goes up, 0 for none
 * @param totalSteps how many steps there are, warm-up included
 */
public record LearningRateSchedule(
    Decay decay, double power, double peak, double floor, int warmUpSteps, int totalSteps) {

  /** The power of a polynomial decay where none is given. */
  static final double USUAL_POWER = 2;

  /** How the rate goes down. */
  public enum Decay {
    /** Not at all. */
    CONSTANT,
    /** In a line. */
    LINEAR,
    /** Along half a cosine. */
    COSINE,
    /** With a power of what is left, the square where none is given. */
    POLYNOMIAL
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public LearningRateSchedule {
    requireNonNull(decay, "decay");
    if (!(peak > 0 && Double.isFinite(peak)) || !(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException(
          "the peak must be positive and the floor from 0 to 1, found %s and %s"
              .formatted(peak, floor));
    }
    if (!(power > 0 && Double.isFinite(power))) {
      throw new IllegalArgumentException("the power must be positive, found " + power);
    }
    if (totalSteps < 1 || warmUpSteps < 0 || warmUpSteps > totalSteps) {
      throw new IllegalArgumentException(
          "the warm-up must be 0 to all of at least one step, found %d of %d"
              .formatted(warmUpSteps, totalSteps));
    }
  }

  /**
   * A schedule whose polynomial decay, if that is what it has, goes with the square.
   *
   * @param decay how it goes down
   * @param peak the highest rate
   * @param floor the rate at the end, relative to the peak, from 0 to 1
   * @param warmUpSteps how many steps it goes up, 0 for none
   * @param totalSteps how many steps there are, warm-up included
   * @throws IllegalArgumentException if one is out of its range
   */
  public LearningRateSchedule(
      Decay decay, double peak, double floor, int warmUpSteps, int totalSteps) {
    this(decay, USUAL_POWER, peak, floor, warmUpSteps, totalSteps);
  }

  /**
   * The rate of a step.
   *
   * @param step from 0; beyond the last one the rate stays at the end
   * @return the rate, positive but where the floor is 0
   * @throws IllegalArgumentException if the step is negative
   */
  public double rate(int step) {
    if (step < 0) {
      throw new IllegalArgumentException("a step must be at least 0, found " + step);
    }
    if (step < warmUpSteps) {
      return peak * (step + 1) / warmUpSteps;
    }
    int falling = Math.max(1, totalSteps - warmUpSteps);
    double left = Math.max(0, 1 - (double) (step - warmUpSteps) / falling);
    double share =
        switch (decay) {
          case CONSTANT -> 1;
          case LINEAR -> left;
          case COSINE -> (1 - Math.cos(Math.PI * left)) / 2;
          case POLYNOMIAL -> power == USUAL_POWER ? left * left : Math.pow(left, power);
        };
    return peak * (floor + (1 - floor) * share);
  }
}
