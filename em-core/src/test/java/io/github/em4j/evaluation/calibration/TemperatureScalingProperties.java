package io.github.em4j.evaluation.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.Given;
import io.github.em4j.evaluation.Given.ScoredPair;
import io.github.em4j.evaluation.ScoredPredictionsProperties;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;

class TemperatureScalingProperties {

  @Property(tries = 300)
  void theTemperatureIsTheOneThatASearchFinds(@ForAll("pairs") List<ScoredPair> pairs) {
    double slope = 1 / TemperatureScaling.fitOn(Given.predictions(pairs)).temperature();

    // Golden-section search over the slope, of which the objective is convex.
    double low = 0.01;
    double high = 2000;
    double part = (Math.sqrt(5) - 1) / 2;
    for (int step = 0; step < 120; step++) {
      double left = high - part * (high - low);
      double right = low + part * (high - low);
      if (objective(pairs, left, 0) <= objective(pairs, right, 0)) {
        high = right;
      } else {
        low = left;
      }
    }
    assertThat(objective(pairs, slope, 0)).isLessThanOrEqualTo(objective(pairs, low, 0) + 1e-9);
    assertThat(slope).isCloseTo(low, within(1e-4 * Math.max(1, low)));
  }

  @Property(tries = 300)
  void noOtherTemperatureAndBiasFitBetter(
      @ForAll("pairs") List<ScoredPair> pairs,
      @ForAll @DoubleRange(min = 0.01, max = 10) double slope,
      @ForAll @DoubleRange(min = -5, max = 5) double intercept,
      @ForAll @DoubleRange(min = 0.0001, max = 1) @Scale(4) double nearness) {
    TemperatureScaling fitted = TemperatureScaling.fitWithBiasOn(Given.predictions(pairs));
    double best = objective(pairs, 1 / fitted.temperature(), fitted.bias());

    // Anywhere, and on the way there from what was fitted.
    assertThat(best).isLessThanOrEqualTo(objective(pairs, slope, intercept) + 1e-9);
    double nearSlope = 1 / fitted.temperature() * (1 - nearness) + slope * nearness;
    double nearIntercept = fitted.bias() * (1 - nearness) + intercept * nearness;
    assertThat(best).isLessThanOrEqualTo(objective(pairs, nearSlope, nearIntercept) + 1e-9);
  }

  @Property
  void itNeverFallsAndNeverSaysZeroOrOne(
      @ForAll @DoubleRange(min = 0.001, max = 1000) @Scale(3) double temperature,
      @ForAll @DoubleRange(min = -50, max = 50) double bias,
      @ForAll @DoubleRange(min = 0, max = 1) @Scale(14) double one,
      @ForAll @DoubleRange(min = 0, max = 1) @Scale(14) double other) {
    var scaling = new TemperatureScaling(temperature, bias, Optional.empty());

    double atLow = scaling.calibrate(Math.min(one, other));
    double atHigh = scaling.calibrate(Math.max(one, other));

    assertThat(atLow).isGreaterThan(0).isLessThanOrEqualTo(atHigh);
    assertThat(atHigh).isLessThan(1);
  }

  @Property
  void aTemperatureMovesTheLogOdds(
      @ForAll @DoubleRange(min = 0.1, max = 10) @Scale(6) double temperature,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double probability) {
    double calibrated = TemperatureScaling.of(temperature).calibrate(probability);

    double odds = Math.pow(probability / (1 - probability), 1 / temperature);
    assertThat(calibrated).isCloseTo(odds / (1 + odds), within(1e-9));
  }

  @Property(tries = 200)
  void jsonReadsBackEqual(@ForAll("pairs") List<ScoredPair> pairs) {
    TemperatureScaling fitted = TemperatureScaling.fitWithBiasOn(Given.predictions(pairs));

    assertThat(Calibrator.fromJson(fitted.toJson())).isEqualTo(fitted);
  }

  /** The penalised negative log-likelihood by its definition. */
  private static double objective(List<ScoredPair> pairs, double slope, double intercept) {
    double sum = 0.005 * ((slope - 1) * (slope - 1) + intercept * intercept);
    for (ScoredPair pair : pairs) {
      double p = Math.max(1e-12, Math.min(1 - 1e-12, pair.probability()));
      double x = slope * (Math.log(p) - Math.log1p(-p)) + intercept;
      // -ln of the sigmoid of x or -x; far out it is -x or x itself.
      double wrong = pair.match() ? -x : x;
      sum += wrong > 30 ? wrong : Math.log1p(Math.exp(wrong));
    }
    return sum;
  }

  @Provide
  static Arbitrary<List<ScoredPair>> pairs() {
    return ScoredPredictionsProperties.pairs().filter(ScoredPredictionsProperties::hasBothClasses);
  }
}
