package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.MatchOutcome;
import io.github.em4j.dataset.DatasetSplit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  // 30 matches, 24 of them found; 70 non-matches, 8 false alarms.
  private static final Predictions HUNDRED =
      Given.answers(
          "1".repeat(30) + "0".repeat(70),
          "1".repeat(24) + "0".repeat(4) + "?!" + "1".repeat(8) + "0".repeat(62));

  @Test
  void keepsThePointEstimateAndPutsTheIntervalAroundIt() {
    assertThat(Bootstrap.DEFAULTS.intervals(HUNDRED))
        .containsOnlyKeys(Score.values())
        .allSatisfy(
            (score, interval) -> {
              assertThat(interval.estimate()).isEqualTo(score.applyAsDouble(HUNDRED.counts()));
              assertThat(interval.low()).isLessThan(interval.estimate());
              assertThat(interval.high()).isGreaterThan(interval.estimate());
              assertThat(interval.confidence()).isEqualTo(0.95);
            });
  }

  @Test
  void isAsWideAsTheBinomialDistributionSays() {
    // Accuracy is a mean of 100 coins with p = 0.86, so its standard deviation is √(p q / n).
    double deviation = Math.sqrt(0.86 * 0.14 / 100);

    ConfidenceInterval interval =
        Bootstrap.builder().resamples(20_000).build().interval(HUNDRED, ConfusionCounts::accuracy);

    assertThat(interval.low()).isCloseTo(0.86 - 1.96 * deviation, within(0.011));
    assertThat(interval.high()).isCloseTo(0.86 + 1.96 * deviation, within(0.011));
  }

  @Test
  void givesTheSameNumbersForTheSameSeedOnAnyThread() {
    var intervals =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> Bootstrap.builder().seed(7).build().interval(HUNDRED, Score.F1))
            .distinct()
            .toList();

    assertThat(intervals).hasSize(1);
    assertThat(Bootstrap.builder().seed(8).build().interval(HUNDRED, Score.F1))
        .isNotEqualTo(intervals.get(0));
  }

  @Test
  void givesOneScoreTheSameIntervalAsAllTogether() {
    assertThat(Bootstrap.DEFAULTS.intervals(HUNDRED))
        .containsEntry(Score.RECALL, Bootstrap.DEFAULTS.interval(HUNDRED, Score.RECALL));
  }

  @Test
  void isWiderWithMoreConfidence() {
    ConfidenceInterval usual = Bootstrap.DEFAULTS.interval(HUNDRED, Score.F1);
    ConfidenceInterval sure =
        Bootstrap.builder().confidence(0.99).build().interval(HUNDRED, Score.F1);

    assertThat(sure.low()).isLessThan(usual.low());
    assertThat(sure.high()).isGreaterThan(usual.high());
  }

  @Test
  void isAPointWhereNothingCanVary() {
    ConfidenceInterval interval = Bootstrap.DEFAULTS.interval(Given.answers("11", "11"), Score.F1);

    assertThat(interval).isEqualTo(new ConfidenceInterval(1, 1, 1, 0.95));
  }

  @Test
  void drawsThePairsOfAClusterTogether() {
    // Every pair ten times over tells no more than once.
    DatasetSplit once = Given.split("valid", "1101000100");
    var tenfoldPairs = Collections.nCopies(10, once.pairs()).stream().flatMap(l -> l.stream());
    var tenfold = new DatasetSplit("valid", tenfoldPairs.toList());
    String answers = "1011000?0!";
    Bootstrap byLeftRecord = Bootstrap.builder().clusterBy(pair -> pair.pair().left().id()).build();

    ConfidenceInterval single = Bootstrap.DEFAULTS.interval(Given.answers(once, answers), Score.F1);
    Predictions repeated = Given.answers(tenfold, answers.repeat(10));

    assertThat(byLeftRecord.interval(repeated, Score.F1)).isEqualTo(single);
    assertThat(Bootstrap.DEFAULTS.interval(repeated, Score.F1).low()).isGreaterThan(single.low());
  }

  @Test
  void findsNoDifferenceBetweenAMatcherAndItself() {
    ScoreDifference same = Bootstrap.DEFAULTS.difference(HUNDRED, HUNDRED, Score.F1);

    assertThat(same.difference()).isEqualTo(new ConfidenceInterval(0, 0, 0, 0.95));
    assertThat(same.pValue()).isEqualTo(1);
  }

  @Test
  void findsAClearDifferenceAndItsDirection() {
    Predictions perfect = Given.answers(HUNDRED.split(), "1".repeat(30) + "0".repeat(70));

    ScoreDifference better = Bootstrap.DEFAULTS.difference(perfect, HUNDRED, Score.F1);
    ScoreDifference worse = Bootstrap.DEFAULTS.difference(HUNDRED, perfect, Score.F1);

    assertThat(better.difference().estimate()).isEqualTo(1 - HUNDRED.counts().f1());
    assertThat(better.difference().low()).isPositive();
    assertThat(better.pValue()).isEqualTo(2 / 2001.0);
    assertThat(worse.difference().estimate()).isEqualTo(-better.difference().estimate());
    assertThat(worse.difference().high()).isCloseTo(-better.difference().low(), within(1e-12));
    assertThat(worse.pValue()).isEqualTo(better.pValue());
  }

  @Test
  void doesNotTakeOneMorePairForADifference() {
    Predictions oneMore =
        Given.answers(
            HUNDRED.split(), "1".repeat(25) + "0".repeat(4) + "!" + "1".repeat(8) + "0".repeat(62));

    ScoreDifference difference = Bootstrap.DEFAULTS.difference(oneMore, HUNDRED, Score.F1);

    assertThat(difference.difference().estimate()).isPositive();
    assertThat(difference.difference().contains(0)).isTrue();
    assertThat(difference.pValue()).isGreaterThan(0.05);
  }

  @Test
  void refusesToCompareOtherPairs() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Bootstrap.DEFAULTS.difference(HUNDRED, Given.answers("10", "10"), Score.F1))
        .withMessageContaining("same pairs");
  }

  @Test
  void refusesNoPairsAndScoresThatAreNoNumbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bootstrap.DEFAULTS.intervals(Given.answers("", "")))
        .withMessageContaining("at least one pair");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bootstrap.DEFAULTS.interval(HUNDRED, counts -> Double.NaN))
        .withMessageContaining("finite");
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> Bootstrap.builder().resamples(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Bootstrap.builder().confidence(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bootstrap.builder().confidence(Double.NaN));
  }

  @Test
  void putsAnIntervalAroundTheLogLossOfThePairsThatHaveAProbability() {
    DatasetSplit split = Given.split("valid", "1".repeat(20) + "0".repeat(30));
    var outcomes = new ArrayList<MatchOutcome>();
    for (int i = 0; i < split.size(); i++) {
      OptionalDouble probability =
          i % 10 == 9 ? OptionalDouble.empty() : OptionalDouble.of(i < 20 ? 0.8 : 0.02 * (i % 9));
      outcomes.add(
          Given.outcome(
              split.pairs().get(i).pair(), probability.isEmpty() ? '?' : '0', probability));
    }
    Predictions predictions = Predictions.of(split, outcomes);

    ConfidenceInterval interval =
        Bootstrap.DEFAULTS.probabilityInterval(predictions, ProbabilityScore.LOG_LOSS);

    assertThat(interval.estimate()).isEqualTo(predictions.scored().logLoss().orElseThrow());
    assertThat(interval.low()).isLessThan(interval.estimate());
    assertThat(interval.high()).isGreaterThan(interval.estimate());
  }

  @Test
  void needsAProbabilityForAnIntervalOfAScoreOfProbabilities() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Bootstrap.DEFAULTS.probabilityInterval(HUNDRED, ProbabilityScore.LOG_LOSS))
        .withMessageContaining("found none in split 'valid'");
  }
}
