package io.github.em4j.evaluation.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.DecisionThreshold;
import io.github.em4j.evaluation.Given;
import io.github.em4j.evaluation.Given.ScoredPair;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TemperatureScalingTest {

  /** Pairs whose log-odds of a match are those of the probability, divided and shifted. */
  private static List<ScoredPair> drawn(double temperature, double bias) {
    var random = new SplittableRandom(1);
    var pairs = new ArrayList<ScoredPair>();
    for (int i = 0; i < 6_000; i++) {
      double logOdds = 16 * random.nextDouble() - 8;
      double truth = 1 / (1 + Math.exp(-(logOdds / temperature + bias)));
      pairs.add(new ScoredPair(random.nextDouble() < truth, 1 / (1 + Math.exp(-logOdds))));
    }
    return pairs;
  }

  @Test
  void findsHowOverconfidentAMatcherIs() {
    Predictions validation = Given.predictions(drawn(3, 0));

    TemperatureScaling fitted = TemperatureScaling.fitOn(validation);

    assertThat(fitted.temperature()).isCloseTo(3, within(0.15));
    assertThat(fitted.bias()).isEqualTo(0);
    FittedOn fit = fitted.fittedOn().orElseThrow();
    assertThat(fit.split()).isEqualTo("valid");
    assertThat(fit.pairs()).isEqualTo(6_000);
    assertThat(fit.matches()).isEqualTo(validation.split().positives());
    assertThat(fit.logLossAfter()).isLessThan(fit.logLossBefore());
    assertThat(fitted.applyTo(validation).scored().logLoss()).hasValue(fit.logLossAfter());
  }

  @Test
  void findsABiasWhereItIsLookedFor() {
    TemperatureScaling fitted = TemperatureScaling.fitWithBiasOn(Given.predictions(drawn(2, -1.5)));

    assertThat(fitted.temperature()).isCloseTo(2, within(0.15));
    assertThat(fitted.bias()).isCloseTo(-1.5, within(0.15));
  }

  @Test
  void leavesCalibratedProbabilitiesAlone() {
    assertThat(TemperatureScaling.fitOn(Given.predictions(drawn(1, 0))).temperature())
        .isCloseTo(1, within(0.05));
  }

  @Test
  void doesNothingAtTemperatureOneButKeepAwayFromCertainty() {
    TemperatureScaling one = TemperatureScaling.of(1);

    assertThat(one.calibrate(0.123)).isEqualTo(0.123);
    assertThat(one.calibrate(0)).isEqualTo(1e-12);
    assertThat(one.calibrate(1)).isEqualTo(1 - 1e-12);
  }

  @Test
  void keepsOneHalfWhereThereIsNoBias() {
    assertThat(TemperatureScaling.of(7).calibrate(0.5)).isEqualTo(0.5);
  }

  @Test
  void fitsCertaintiesThatAreWrongNowAndThen() {
    String labels = "1".repeat(95) + "0".repeat(5) + "0".repeat(95) + "1".repeat(5);
    double[] certain = new double[200];
    Arrays.fill(certain, 0, 100, 1);

    TemperatureScaling fitted =
        TemperatureScaling.fitOn(Given.probabilities("valid", labels, certain));

    assertThat(fitted.calibrate(1)).isCloseTo(0.95, within(1e-3));
    assertThat(fitted.calibrate(0)).isCloseTo(0.05, within(1e-3));
  }

  @Test
  void staysFiniteWhereProbabilitiesPartTheClassesWithoutError() {
    TemperatureScaling fitted =
        TemperatureScaling.fitOn(Given.probabilities("valid", "1100", 0.9, 0.8, 0.3, 0.1));

    assertThat(fitted.temperature()).isBetween(0.1, 1.0);
  }

  @Test
  void flattensProbabilitiesThatSayTheContrary() {
    Predictions contrary = Given.probabilities("valid", "0011", 0.9, 0.8, 0.3, 0.1);

    assertThat(TemperatureScaling.fitOn(contrary).temperature()).isEqualTo(100);
    assertThat(TemperatureScaling.fitWithBiasOn(contrary).temperature()).isEqualTo(100);
  }

  @Test
  void isNeverFittedOnTestData() {
    for (String name : List.of("test", "test-050un", "Test")) {
      Predictions test = Given.probabilities(name, "10", 0.9, 0.1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TemperatureScaling.fitOn(test))
          .withMessageContaining("never on test data")
          .withMessageContaining("'" + name + "'");
      assertThatIllegalArgumentException().isThrownBy(() -> TemperatureScaling.fitWithBiasOn(test));
    }
  }

  @Test
  void needsBothClasses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemperatureScaling.fitOn(Given.probabilities("valid", "11", 0.9, 0.1)))
        .withMessageContaining("found 2 and 0 in split 'valid'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemperatureScaling.fitOn(Given.answers("10", "10")))
        .withMessageContaining("found 0 and 0");
  }

  @Test
  void refusesWhatIsNoTemperatureAndNoProbability() {
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> TemperatureScaling.of(wrong));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemperatureScaling.of(2).calibrate(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> TemperatureScaling.of(2).calibrate(1.1));
  }

  @Test
  void changesNoDecisionWhenTheThresholdMovesAlong() {
    Predictions validation = Given.predictions(drawn(3, 1));
    TemperatureScaling fitted = TemperatureScaling.fitWithBiasOn(validation);

    Predictions before = DecisionThreshold.bestF1On(validation).applyTo(validation);
    Predictions calibrated = fitted.applyTo(validation);
    Predictions after = DecisionThreshold.bestF1On(calibrated).applyTo(calibrated);

    assertThat(after.counts()).isEqualTo(before.counts());
  }

  @Test
  void saysWhereItComesFrom() {
    assertThat(TemperatureScaling.of(2)).hasToString("temperature 2.0 (fixed)");
    assertThat(TemperatureScaling.fitOn(Given.probabilities("valid", "10", 0.9, 0.2)).toString())
        .startsWith("temperature 0.")
        .endsWith("(fitted on 2 pairs of valid)");
  }
}
