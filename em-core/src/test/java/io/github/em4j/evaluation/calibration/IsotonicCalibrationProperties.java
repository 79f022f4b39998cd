package io.github.em4j.evaluation.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.Given;
import io.github.em4j.evaluation.Given.ScoredPair;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;

class IsotonicCalibrationProperties {

  @Property(tries = 500)
  void ratesAreThoseOfTheMinimaxFormula(@ForAll("pairs") List<ScoredPair> pairs) {
    IsotonicCalibration fitted = IsotonicCalibration.fitOn(Given.predictions(pairs));
    double lowest = 1.0 / (pairs.size() + 2);
    double[] points =
        pairs.stream().mapToDouble(ScoredPair::probability).sorted().distinct().toArray();

    for (double at : points) {
      // The isotonic fit is, over all ranges that hold the point, the greatest of the least means.
      double best = 0;
      for (double from : points) {
        double least = 1;
        for (double to : points) {
          if (from <= at && at <= to) {
            least = Math.min(least, rate(pairs, from, to));
          }
        }
        best = from <= at ? Math.max(best, least) : best;
      }
      double expected = Math.max(lowest, Math.min(1 - lowest, best));
      assertThat(fitted.calibrate(at)).isCloseTo(expected, within(1e-12));
    }
  }

  private static double rate(List<ScoredPair> pairs, double from, double to) {
    List<ScoredPair> inside =
        pairs.stream().filter(p -> p.probability() >= from && p.probability() <= to).toList();
    return (double) inside.stream().filter(ScoredPair::match).count() / inside.size();
  }

  @Property
  void itNeverFallsAndKeepsItsDistanceFromCertainty(
      @ForAll("pairs") List<ScoredPair> pairs,
      @ForAll @DoubleRange(min = 0, max = 1) @Scale(6) double one,
      @ForAll @DoubleRange(min = 0, max = 1) @Scale(6) double other) {
    IsotonicCalibration fitted = IsotonicCalibration.fitOn(Given.predictions(pairs));
    double lowest = 1.0 / (pairs.size() + 2);

    double atLow = fitted.calibrate(Math.min(one, other));
    double atHigh = fitted.calibrate(Math.max(one, other));

    assertThat(atLow).isBetween(lowest, atHigh);
    assertThat(atHigh).isLessThanOrEqualTo(1 - lowest);
  }

  @Property
  void betweenTwoKnotsItIsAStraightLine(
      @ForAll("pairs") List<ScoredPair> pairs,
      @ForAll @DoubleRange(min = 0, max = 1) @Scale(6) double part) {
    IsotonicCalibration fitted = IsotonicCalibration.fitOn(Given.predictions(pairs));
    double[] x = fitted.probabilities();
    double[] y = fitted.rates();

    for (int i = 1; i < x.length; i++) {
      double between = x[i - 1] + part * (x[i] - x[i - 1]);
      assertThat(fitted.calibrate(between))
          .isCloseTo(y[i - 1] + part * (y[i] - y[i - 1]), within(1e-9));
    }
  }

  @Property
  void theRateOfMatchesIsKeptAsAWholeUnlessItWasClipped(@ForAll("pairs") List<ScoredPair> pairs) {
    IsotonicCalibration fitted = IsotonicCalibration.fitOn(Given.predictions(pairs));
    double sum = pairs.stream().mapToDouble(p -> fitted.calibrate(p.probability())).sum();

    double matches = pairs.stream().mapToDouble(p -> p.match() ? 1 : 0).sum();

    // Each clipped pair is moved by at most 1 / (n + 2), all together by less than one pair.
    assertThat(sum).isCloseTo(matches, within(1.0));
  }

  @Property
  void jsonReadsBackEqual(@ForAll("pairs") List<ScoredPair> pairs) {
    IsotonicCalibration fitted = IsotonicCalibration.fitOn(Given.predictions(pairs));

    Calibrator read = Calibrator.fromJson(fitted.toJson());

    assertThat(read).isEqualTo(fitted).hasSameHashCodeAs(fitted);
  }

  @Provide
  Arbitrary<List<ScoredPair>> pairs() {
    return TemperatureScalingProperties.pairs();
  }
}
