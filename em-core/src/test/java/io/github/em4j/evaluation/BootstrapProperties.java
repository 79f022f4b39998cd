package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.dataset.DatasetSplit;
import java.util.List;
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
