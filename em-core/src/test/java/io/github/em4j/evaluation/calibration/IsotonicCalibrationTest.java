package io.github.em4j.evaluation.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.Given;
import io.github.em4j.evaluation.Predictions;
import org.junit.jupiter.api.Test;

class IsotonicCalibrationTest {

  @Test
  void poolsNeighboursThatContradictTheOrder() {
    // From below: 0 | 1 0 | 1, so the pool in the middle has the rate 1/2.
    Predictions validation = Given.probabilities("valid", "1010", 0.8, 0.6, 0.4, 0.2);

    IsotonicCalibration fitted = IsotonicCalibration.fitOn(validation);

    assertThat(fitted.probabilities()).containsExactly(0.2, 0.4, 0.6, 0.8);
    assertThat(fitted.rates()).containsExactly(1 / 6.0, 0.5, 0.5, 5 / 6.0);
    assertThat(fitted.calibrate(0.5)).isEqualTo(0.5);
    assertThat(fitted.calibrate(0.7)).isCloseTo((0.5 + 5 / 6.0) / 2, within(1e-12));
  }

  @Test
  void isConstantBeyondWhatItHasSeen() {
    IsotonicCalibration fitted =
        IsotonicCalibration.fitOn(Given.probabilities("valid", "10", 0.8, 0.2));

    assertThat(fitted.calibrate(0)).isEqualTo(0.25);
    assertThat(fitted.calibrate(0.2)).isEqualTo(0.25);
    assertThat(fitted.calibrate(0.8)).isEqualTo(0.75);
    assertThat(fitted.calibrate(1)).isEqualTo(0.75);
  }

  @Test
  void takesPairsOfOneProbabilityForOnePointWithTheirWeight() {
    // Three of four match at 0.4 and none at 0.6: together three of five.
    Predictions validation = Given.probabilities("valid", "111000", 0.4, 0.4, 0.4, 0.4, 0.6, 0.1);

    IsotonicCalibration fitted = IsotonicCalibration.fitOn(validation);

    assertThat(fitted.probabilities()).containsExactly(0.1, 0.4, 0.6);
    assertThat(fitted.rates()).containsExactly(1 / 8.0, 0.6, 0.6);
  }

  @Test
  void isFlatWhereProbabilitiesSayTheContrary() {
    IsotonicCalibration fitted =
        IsotonicCalibration.fitOn(Given.probabilities("valid", "0011", 0.9, 0.8, 0.3, 0.1));

    assertThat(fitted.rates()).containsOnly(0.5);
    assertThat(fitted.probabilities()).containsExactly(0.1, 0.9);
  }

  @Test
  void isNeverFittedOnTestDataAndNeedsBothClasses() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> IsotonicCalibration.fitOn(Given.probabilities("test_050un", "10", 0.9, 0.1)))
        .withMessageContaining("never on test data");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IsotonicCalibration.fitOn(Given.probabilities("valid", "0", 0.9)))
        .withMessageContaining("matches and non-matches");
  }

  @Test
  void refusesKnotsThatFall() {
    double[] two = {0.2, 0.4};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IsotonicCalibration.of(two, new double[] {0.6, 0.5}))
        .withMessageContaining("at index 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IsotonicCalibration.of(new double[] {0.4, 0.4}, two));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IsotonicCalibration.of(two, new double[] {0, 0.5}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IsotonicCalibration.of(two, new double[] {0.1, Double.NaN}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IsotonicCalibration.of(two, new double[] {0.1}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IsotonicCalibration.of(two, two).calibrate(Double.NaN));
  }

  @Test
  void keepsNoHandOnTheArraysOfTheCaller() {
    double[] rates = {0.1, 0.9};
    IsotonicCalibration curve = IsotonicCalibration.of(new double[] {0.2, 0.4}, rates);
    rates[0] = 0.9;
    curve.rates()[0] = 0.9;

    assertThat(curve.calibrate(0)).isEqualTo(0.1);
    assertThat(curve).hasToString("isotonic, 2 knots (fixed)");
  }
}
