package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BootstrapFigureTest {
  private static final String LABELS = "1".repeat(30) + "0".repeat(70);
  private static final Predictions GOOD =
      Given.answers(LABELS, "1".repeat(27) + "0".repeat(3) + "1".repeat(4) + "0".repeat(66));
  private static final Predictions BAD =
      Given.answers(LABELS, "1".repeat(15) + "0".repeat(15) + "1".repeat(9) + "0".repeat(61));
  private static final Predictions ELSEWHERE = Given.answers("1".repeat(50), "1".repeat(50));

  private static OptionalDouble difference(List<ConfusionCounts> counts) {
    return OptionalDouble.of(counts.get(0).f1() - counts.get(1).f1());
  }

  @Test
  void drawsMatchersOnTheSamePairsTogether() {
    BootstrappedFigure figure =
        Bootstrap.DEFAULTS.figure(List.of(GOOD, BAD), BootstrapFigureTest::difference);

    assertThat(figure.interval())
        .contains(Bootstrap.DEFAULTS.difference(GOOD, BAD, Score.F1).difference());
    assertThat(Bootstrap.DEFAULTS.figure(List.of(GOOD, GOOD), BootstrapFigureTest::difference))
        .extracting(itself -> itself.interval().orElseThrow())
        .isEqualTo(new ConfidenceInterval(0, 0, 0, 0.95));
  }

  @Test
  void drawsOtherPairsIndependently() {
    BootstrappedFigure figure =
        Bootstrap.DEFAULTS.figure(
            List.of(GOOD, ELSEWHERE),
            counts -> {
              assertThat(counts.get(0).total()).isEqualTo(100);
              assertThat(counts.get(1).total()).isEqualTo(50);
              return OptionalDouble.of(counts.get(1).f1());
            });

    assertThat(figure.interval()).contains(new ConfidenceInterval(1, 1, 1, 0.95));
  }

  @Test
  void averagesSeveralRunsOfAMatcher() {
    ScoreDifference difference =
        Bootstrap.DEFAULTS.difference(List.of(GOOD, BAD), List.of(BAD), Score.F1);

    assertThat(difference.difference().estimate())
        .isCloseTo((GOOD.counts().f1() - BAD.counts().f1()) / 2, within(1e-12));
    assertThat(difference.difference().high())
        .isCloseTo(
            Bootstrap.DEFAULTS.difference(GOOD, BAD, Score.F1).difference().high() / 2,
            within(1e-12));
  }

  @Test
  void hasNoIntervalWhereTooManyResamplesHaveNoFigure() {
    BootstrappedFigure figure =
        Bootstrap.DEFAULTS.figure(
            List.of(GOOD),
            counts ->
                counts.get(0).falsePositives() >= 3
                    ? OptionalDouble.of(1.0 / counts.get(0).falsePositives())
                    : OptionalDouble.empty());

    assertThat(figure.estimate()).hasValue(0.25);
    assertThat(figure.interval()).isEmpty();
    assertThat(figure.undefined()).isBetween(100, 900);
    assertThat(figure.resamples()).isEqualTo(2000);
  }

  @Test
  void refusesNothingAndPairsThatDiffer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bootstrap.DEFAULTS.figure(List.of(), BootstrapFigureTest::difference));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bootstrap.DEFAULTS.difference(List.of(), List.of(BAD), Score.F1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Bootstrap.DEFAULTS.difference(List.of(GOOD), List.of(ELSEWHERE), Score.F1));
  }
}
