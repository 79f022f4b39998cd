package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.Calibration.Binning;
import org.junit.jupiter.api.Test;

class ScoredPredictionsTest {
  private static final double EXACT = 1e-15;

  // Ranking from the top: match, non-match, match, non-match.
  private static final ScoredPredictions MIXED =
      ScoredPredictions.of(
          new boolean[] {false, false, true, true}, new double[] {0.1, 0.5, 0.25, 0.75});

  // Ranking from the top: {match, non-match}, match, {non-match, non-match}.
  private static final ScoredPredictions TIED =
      ScoredPredictions.of(
          new boolean[] {true, false, true, false, false}, new double[] {0.9, 0.9, 0.6, 0.2, 0.2});

  @Test
  void computesTheAreaUnderTheRocCurve() {
    // 3 of the 4 pairs of a match and a non-match are in order.
    assertThat(MIXED.rocCurve().orElseThrow().areaUnderCurve()).isCloseTo(0.75, within(EXACT));
    // (1/2 + 1 + 1) of 3 for the first match, (0 + 1 + 1) of 3 for the second.
    assertThat(TIED.rocCurve().orElseThrow().areaUnderCurve()).isCloseTo(4.5 / 6, within(EXACT));
  }

  @Test
  void computesAveragePrecisionInSteps() {
    // 1/2 · 1/1 + 1/2 · 2/3
    assertThat(MIXED.precisionRecallCurve().orElseThrow().averagePrecision())
        .isCloseTo(5 / 6.0, within(EXACT));
    // 1/2 · 1/2 + 1/2 · 2/3: the tied pairs at the top are one step.
    assertThat(TIED.precisionRecallCurve().orElseThrow().averagePrecision())
        .isCloseTo(7 / 12.0, within(EXACT));
  }

  @Test
  void listsOnePointPerDistinctProbability() {
    assertThat(TIED.precisionRecallCurve().orElseThrow().points())
        .containsExactly(
            new PrecisionRecallCurve.Point(0.9, 0.5, 0.5),
            new PrecisionRecallCurve.Point(0.6, 2 / 3.0, 1),
            new PrecisionRecallCurve.Point(0.2, 0.4, 1));
    assertThat(TIED.rocCurve().orElseThrow().points())
        .containsExactly(
            new RocCurve.Point(0.9, 1 / 3.0, 0.5),
            new RocCurve.Point(0.6, 1 / 3.0, 1),
            new RocCurve.Point(0.2, 1, 1));
  }

  @Test
  void computesTheBrierScore() {
    // (0.01 + 0.25 + 0.5625 + 0.0625) / 4
    assertThat(MIXED.brierScore().orElseThrow()).isCloseTo(0.885 / 4, within(EXACT));
  }

  @Test
  void knowsNoAreaWhereAClassIsAbsent() {
    var matchesOnly = ScoredPredictions.of(new boolean[] {true}, new double[] {0.3});
    var nonMatchesOnly = ScoredPredictions.of(new boolean[] {false}, new double[] {0.3});

    assertThat(matchesOnly.rocCurve()).isEmpty();
    assertThat(nonMatchesOnly.rocCurve()).isEmpty();
    assertThat(nonMatchesOnly.precisionRecallCurve()).isEmpty();
    assertThat(matchesOnly.precisionRecallCurve()).isPresent();
  }

  @Test
  void knowsNothingOfNoPairs() {
    var none = ScoredPredictions.of(new boolean[0], new double[0]);

    assertThat(none.rocCurve()).isEmpty();
    assertThat(none.precisionRecallCurve()).isEmpty();
    assertThat(none.brierScore()).isEmpty();
    assertThat(none.calibration(Binning.EQUAL_WIDTH, 10)).isEmpty();
  }

  @Test
  void treatsNegativeZeroAsZero() {
    var zeros = ScoredPredictions.of(new boolean[] {true, false}, new double[] {-0.0, 0.0});

    assertThat(zeros.groups()).isEqualTo(1);
    assertThat(zeros.rocCurve().orElseThrow().areaUnderCurve()).isEqualTo(0.5);
  }

  @Test
  void tellsNeighbouringDoublesApart() {
    double below = Math.nextDown(1.0);
    var close = ScoredPredictions.of(new boolean[] {true, false}, new double[] {1, below});

    assertThat(close.rocCurve().orElseThrow().areaUnderCurve()).isEqualTo(1);
    assertThat(close.probability(1)).isEqualTo(below);
  }

  @Test
  void leavesPairsWithoutAProbabilityOut() {
    assertThat(Given.answers("10", "1!").scored().size()).isZero();
    assertThat(Given.probabilities("valid", "10", 0.8, 0.3).scored())
        .isEqualTo(ScoredPredictions.of(new boolean[] {true, false}, new double[] {0.8, 0.3}));
  }

  @Test
  void refusesWhatIsNoProbability() {
    for (double bad : new double[] {Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ScoredPredictions.of(new boolean[1], new double[] {bad}))
          .withMessageContaining("[0, 1]")
          .withMessageContaining(Double.toString(bad));
    }
  }

  @Test
  void refusesLabelsWithoutProbabilities() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScoredPredictions.of(new boolean[3], new double[2]))
        .withMessageContaining("3 labels and 2 probabilities");
  }
}
