package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.Calibration.Bin;
import io.github.em4j.evaluation.Calibration.Binning;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final ScoredPredictions SCORED =
      ScoredPredictions.of(
          new boolean[] {false, false, true, false, true, true},
          new double[] {0, 0.25, 0.25, 0.5, 0.75, 1});

  @Test
  void weighsTheGapsOfItsBinsByTheirPairs() {
    // [0, 0.5]: 4 pairs, mean 0.25, 1 match; (0.5, 1]: 2 pairs, mean 0.875, 2 matches.
    Calibration calibration = SCORED.calibration(Binning.EQUAL_WIDTH, 2).orElseThrow();

    assertThat(calibration.bins())
        .containsExactly(new Bin(0, 0.5, 4, 0.25, 0.25), new Bin(0.5, 1, 2, 0.875, 1));
    assertThat(calibration.expectedCalibrationError()).isCloseTo(0.125 / 3, within(1e-15));
    assertThat(calibration.maximumCalibrationError()).isCloseTo(0.125, within(1e-15));
  }

  @Test
  void closesBinsAboveAndLeavesEmptyOnesOut() {
    Calibration calibration = SCORED.calibration(Binning.EQUAL_WIDTH, 8).orElseThrow();

    assertThat(calibration.bins())
        .extracting(Bin::low, Bin::high)
        .containsExactly(
            tuple(0, 0.125),
            tuple(0.125, 0.25),
            tuple(0.375, 0.5),
            tuple(0.625, 0.75),
            tuple(0.875, 1));
  }

  @Test
  void putsRoundProbabilitiesWhereTheBoundsSay() {
    for (int tenth = 1; tenth <= 10; tenth++) {
      double bound = tenth / 10.0;
      Calibration one =
          ScoredPredictions.of(new boolean[1], new double[] {bound})
              .calibration(Binning.EQUAL_WIDTH, 10)
              .orElseThrow();

      assertThat(one.bins()).extracting(Bin::high).containsExactly(bound);
    }
  }

  @Test
  void cutsBinsOfEqualMass() {
    Calibration calibration = SCORED.calibration(Binning.EQUAL_MASS, 3).orElseThrow();

    // A third of the pairs is reached inside the tie at 0.25, which stays whole; so the first bin
    // holds three and the second, which ends at two thirds, holds one.
    assertThat(calibration.bins())
        .extracting(Bin::low, Bin::high, Bin::pairs)
        .containsExactly(
            Tuple.tuple(0.0, 0.25, 3), Tuple.tuple(0.5, 0.5, 1), Tuple.tuple(0.75, 1.0, 2));
  }

  @Test
  void isCalibratedWhereEveryBinHoldsWhatItSays() {
    var calibrated =
        ScoredPredictions.of(
            new boolean[] {false, false, false, true, true, false, true, true, true, true},
            new double[] {0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 1, 1, 1, 1});

    for (Binning binning : Binning.values()) {
      assertThat(calibrated.calibration(binning, 4).orElseThrow().expectedCalibrationError())
          .isZero();
    }
  }

  @Test
  void refusesToCutIntoNoBins() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SCORED.calibration(Binning.EQUAL_WIDTH, 0))
        .withMessageContaining("at least 1");
  }

  private static Tuple tuple(double low, double high) {
    return Tuple.tuple(low, high);
  }
}
