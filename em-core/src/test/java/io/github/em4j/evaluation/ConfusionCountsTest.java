package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.ConfusionCounts.AnswerCounts;
import org.junit.jupiter.api.Test;

class ConfusionCountsTest {
  private static final double EXACT = 1e-15;

  @Test
  void computesTheFourScoresOfDecidedPairs() {
    ConfusionCounts counts = ConfusionCounts.of(8, 2, 85, 5);

    assertThat(counts.precision()).isCloseTo(0.8, within(EXACT));
    assertThat(counts.recall()).isCloseTo(8 / 13.0, within(EXACT));
    assertThat(counts.f1()).isCloseTo(16 / 23.0, within(EXACT));
    assertThat(counts.accuracy()).isCloseTo(0.93, within(EXACT));
  }

  @Test
  void takesUndecidedAndFailedPairsForNonMatchesInF1AndForWrongInAccuracy() {
    var counts = new ConfusionCounts(new AnswerCounts(6, 1, 2, 1), new AnswerCounts(2, 80, 5, 3));

    assertThat(counts.precision()).isCloseTo(6 / 8.0, within(EXACT));
    assertThat(counts.recall()).isCloseTo(6 / 10.0, within(EXACT));
    assertThat(counts.f1()).isCloseTo(12 / 18.0, within(EXACT));
    assertThat(counts.accuracy()).isCloseTo(86 / 100.0, within(EXACT));
    assertThat(counts.undecided()).isEqualTo(7);
    assertThat(counts.failed()).isEqualTo(4);
    assertThat(counts.falseNegatives()).isEqualTo(1);
    assertThat(counts.trueNegatives()).isEqualTo(80);
    assertThat(counts.total()).isEqualTo(100);
  }

  @Test
  void countsAnAnswerOnlyWhereItBelongs() {
    ConfusionCounts counts = Given.answers("1111000011", "110!10?0?1").counts();

    assertThat(counts.matches()).isEqualTo(new AnswerCounts(3, 1, 1, 1));
    assertThat(counts.nonMatches()).isEqualTo(new AnswerCounts(1, 2, 1, 0));
  }

  @Test
  void scoresZeroWhereZeroIsDividedByZero() {
    assertThat(ConfusionCounts.NONE.accuracy()).isZero();
    assertThat(ConfusionCounts.NONE.f1()).isZero();
    assertThat(ConfusionCounts.of(0, 0, 10, 3).precision()).isZero();
    assertThat(ConfusionCounts.of(0, 4, 10, 0).recall()).isZero();
    assertThat(ConfusionCounts.of(0, 0, 10, 0).f1()).isZero();
  }

  @Test
  void refusesNegativeCounts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfusionCounts.of(1, 2, -3, 4))
        .withMessageContaining("at least 0")
        .withMessageContaining("-3");
  }
}
