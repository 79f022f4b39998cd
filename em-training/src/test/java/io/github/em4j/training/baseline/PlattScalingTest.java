package io.github.em4j.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlattScalingTest {

  /** Pairs whose probability of a match has three times the log-odds that the score claims. */
  private static PlattScaling fitToTimidScores() {
    var random = new SplittableRandom(1);
    double[] scores = new double[20_000];
    boolean[] matches = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = 0.2 + 0.6 * random.nextDouble();
      double odds = Math.pow(scores[i] / (1 - scores[i]), 3);
      matches[i] = random.nextDouble() < odds / (1 + odds);
    }
    return PlattScaling.fit(scores, matches);
  }

  @Test
  void findsHowTimidScoresAre() {
    PlattScaling calibration = fitToTimidScores();
    assertThat(calibration.slope()).isCloseTo(3, within(0.15));
    assertThat(calibration.intercept()).isCloseTo(0, within(0.1));
    assertThat(calibration.probability(0.5)).isCloseTo(0.5, within(0.02));
    assertThat(calibration.probability(0.6)).isCloseTo(3.375 / 4.375, within(0.02));
  }

  @Test
  void neverChangesTheOrder() {
    PlattScaling calibration = fitToTimidScores();
    double last = -1;
    for (int i = 0; i <= 100; i++) {
      double probability = calibration.probability(i / 100.0);
      assertThat(probability).isBetween(0.0, 1.0).isGreaterThan(last);
      last = probability;
    }
  }

  @Test
  void staysModestWhereScoresPartTheKindsWholly() {
    double[] scores = {0, 0, 0, 1, 1};
    PlattScaling calibration =
        PlattScaling.fit(scores, new boolean[] {false, false, false, true, true});
    // Platt's targets for two matches and three non-matches are 3/4 and 1/5.
    assertThat(calibration.probability(1)).isCloseTo(0.75, within(0.01));
    assertThat(calibration.probability(0)).isCloseTo(0.2, within(0.01));
  }

  @Test
  void staysRisingWhereTheLabelsContradictTheScores() {
    double[] scores = new double[40];
    boolean[] matches = new boolean[40];
    Arrays.fill(scores, 0, 20, 0.9);
    Arrays.fill(matches, 20, 40, true);
    PlattScaling calibration = PlattScaling.fit(scores, matches);
    assertThat(calibration.probability(0.9)).isGreaterThan(calibration.probability(0.1));
  }

  @Test
  void refusesACurveThatDoesNotRise() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PlattScaling(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new PlattScaling(1, Double.NaN));
  }
}
