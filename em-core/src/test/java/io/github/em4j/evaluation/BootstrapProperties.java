package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Given.ScoredPair;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BootstrapProperties {

  @Property(tries = 200)
  void anIntervalLiesWhereItsScoreCanLie(
      @ForAll("rows") List<String> rows, @ForAll Score score, @ForAll long seed) {
    Predictions predictions = predictions(rows, 1);

    ConfidenceInterval interval = bootstrap(seed).interval(predictions, score);

    assertThat(interval.estimate()).isEqualTo(score.applyAsDouble(predictions.counts()));
    assertThat(interval.low()).isBetween(0.0, interval.high());
    assertThat(interval.high()).isLessThanOrEqualTo(1);
    assertThat(bootstrap(seed).interval(predictions, score)).isEqualTo(interval);
  }

  @Property(tries = 200)
  void exchangedMatchersTurnTheDifferenceRound(
      @ForAll("rows") List<String> rows, @ForAll Score score, @ForAll long seed) {
    Predictions first = predictions(rows, 1);
    Predictions second = predictions(rows, 2);

    ScoreDifference there = bootstrap(seed).difference(first, second, score);
    ScoreDifference back = bootstrap(seed).difference(second, first, score);

    assertThat(there.difference().estimate()).isEqualTo(-back.difference().estimate());
    assertThat(there.difference().low()).isCloseTo(-back.difference().high(), within(1e-12));
    assertThat(there.difference().high()).isCloseTo(-back.difference().low(), within(1e-12));
    assertThat(there.pValue()).isEqualTo(back.pValue());
  }

  @Property(tries = 200)
  void aDifferenceIsThatOfTheTwoScores(@ForAll("rows") List<String> rows, @ForAll Score score) {
    Predictions first = predictions(rows, 1);
    Predictions second = predictions(rows, 2);

    assertThat(bootstrap(1).difference(first, second, score).difference().estimate())
        .isEqualTo(score.applyAsDouble(first.counts()) - score.applyAsDouble(second.counts()));
  }

  @Property(tries = 200)
  void clustersOfOnePairAreSinglePairs(@ForAll("rows") List<String> rows, @ForAll long seed) {
    Predictions predictions = predictions(rows, 1);
    Bootstrap byPair =
        Bootstrap.builder().resamples(50).seed(seed).clusterBy(pair -> pair.pair().id()).build();

    assertThat(byPair.interval(predictions, Score.F1))
        .isEqualTo(bootstrap(seed).interval(predictions, Score.F1));
  }

  @Property(tries = 100)
  void aResampleOfProbabilitiesIsOneOfPairs(
      @ForAll("scored") List<ScoredPair> pairs, @ForAll long seed) {
    Predictions predictions = Given.predictions(pairs);
    // The resamples of a mean, drawn by hand in the same order of random numbers.
    var random = new SplittableRandom(seed);
    var means = new double[50];
    for (int r = 0; r < means.length; r++) {
      for (int i = 0; i < pairs.size(); i++) {
        ScoredPair drawn = pairs.get(random.nextInt(pairs.size()));
        double distance = drawn.probability() - (drawn.match() ? 1 : 0);
        means[r] += distance * distance / pairs.size();
      }
    }

    ConfidenceInterval interval =
        bootstrap(seed).probabilityInterval(predictions, ProbabilityScore.BRIER_SCORE);

    assertThat(interval.estimate()).isEqualTo(predictions.scored().brierScore().orElseThrow());
    Arrays.sort(means);
    // 2.5 % and 97.5 % of the way from the first of 50 to the last.
    assertThat(interval.low()).isCloseTo(means[1] + 0.225 * (means[2] - means[1]), within(1e-12));
    assertThat(interval.high())
        .isCloseTo(means[47] + 0.775 * (means[48] - means[47]), within(1e-12));
  }

  @Property(tries = 100)
  void everyScoreOfProbabilitiesHasAnInterval(
      @ForAll("scored") List<ScoredPair> pairs, @ForAll ProbabilityScore score) {
    Predictions predictions = Given.predictions(pairs);

    ConfidenceInterval interval = bootstrap(1).probabilityInterval(predictions, score);

    assertThat(interval.estimate()).isEqualTo(score.applyAsDouble(predictions.scored()));
    assertThat(interval.low()).isBetween(0.0, interval.high());
    assertThat(bootstrap(1).probabilityInterval(predictions, score)).isEqualTo(interval);
  }

  @Provide
  Arbitrary<List<ScoredPair>> scored() {
    return ScoredPredictionsProperties.pairs().filter(pairs -> !pairs.isEmpty());
  }

  private static Bootstrap bootstrap(long seed) {
    return Bootstrap.builder().resamples(50).seed(seed).build();
  }

  private static Predictions predictions(List<String> rows, int column) {
    var labels = new StringBuilder();
    var answers = new StringBuilder();
    for (String row : rows) {
      labels.append(row.charAt(0));
      answers.append(row.charAt(column));
    }
    DatasetSplit split = Given.split("valid", labels.toString());
    return Given.answers(split, answers.toString());
  }

  /** One row a pair: its label and the answers of two matchers. */
  @Provide
  Arbitrary<List<String>> rows() {
    Arbitrary<String> label = Arbitraries.of("0", "1");
    Arbitrary<String> answers = Arbitraries.strings().withChars("01?!").ofLength(2);
    return Combinators.combine(label, answers).as(String::concat).list().ofMinSize(1).ofMaxSize(30);
  }
}
