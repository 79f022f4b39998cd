package io.github.em4j.training.lora;

import java.time.Duration;

/** How long steps and validations take, to say how long the rest will. */
final class Pace {
  private double stepSeconds;
  private int steps;
  private double validationSeconds;
  private int validations;

  void addStep(double seconds) {
    stepSeconds += seconds;
    steps++;
  }

  void addValidation(double seconds) {
    validationSeconds += seconds;
    validations++;
  }

  Duration left(int stepsLeft, int validationsLeft) {
    double seconds =
        stepSeconds / Math.max(1, steps) * stepsLeft
            + validationSeconds / Math.max(1, validations) * validationsLeft;
    return Duration.ofMillis((long) (1000 * seconds));
  }
}
