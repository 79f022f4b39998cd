package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOptions;
import io.github.em4j.MatchOutcome;
import io.github.em4j.MatchRun;
import io.github.em4j.Progress;
import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;
import io.github.em4j.dataset.DatasetSplit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final DatasetSplit SPLIT = Given.split("valid", "11110000");

  @Test
  void comparesTheAnswersOfAMatcherWithTheLabels() {
    EvaluationReport report = Evaluator.DEFAULTS.evaluate(new Scripted("11?!1000"), SPLIT);

    assertThat(report.counts())
        .isEqualTo(
            new ConfusionCounts(
                new ConfusionCounts.AnswerCounts(2, 0, 1, 1),
                new ConfusionCounts.AnswerCounts(1, 3, 0, 0)));
    assertThat(report.interval(Score.F1))
        .isEqualTo(Bootstrap.DEFAULTS.interval(report.predictions(), Score.F1));
    assertThat(report.provenance()).isEqualTo(Given.PROVENANCE);
    assertThat(report.threshold()).isEmpty();
  }

  @Test
  void sumsTheTokensOfTheDecisions() {
    EvaluationReport report = Evaluator.DEFAULTS.evaluate(new Scripted("11?!1000"), SPLIT);

    assertThat(report.usage()).isEqualTo(new TokenUsage(70, 7));
    assertThat(report.pairsPerSecond()).isPositive().isFinite();
  }

  @Test
  void keepsOutcomesForTheListOfErrors() {
    EvaluationReport report = Evaluator.DEFAULTS.evaluate(new Scripted("11?!1000"), SPLIT);

    assertThat(report.outcomes().orElseThrow()).hasSize(8);
    assertThat(report.outcomes().orElseThrow().get(3)).isInstanceOf(MatchFailure.class);
    assertThat(report.predictions().errors())
        .extracting(error -> error.pair().pair().id())
        .containsExactly("a2#b2", "a3#b3", "a4#b4");
  }

  @Test
  void forgetsOutcomesWhenTold() {
    EvaluationReport report =
        Evaluator.builder().keepOutcomes(false).build().evaluate(new Scripted("11111111"), SPLIT);

    assertThat(report.outcomes()).isEmpty();
    assertThat(report.predictions().get(7).answer()).isEqualTo(Answer.MATCH);
  }

  @Test
  void findsTheSameForAnyBatchSize() {
    var sizes = new ArrayList<Long>();
    MatchOptions options =
        MatchOptions.builder()
            .batchSize(3)
            .concurrency(2)
            .listener(progress -> sizes.add(progress.finished()))
            .build();

    EvaluationReport report =
        Evaluator.builder().matchOptions(options).build().evaluate(new Scripted("11?!1000"), SPLIT);

    assertThat(sizes).containsExactly(3L, 6L, 8L, 8L);
    assertThat(report.counts())
        .isEqualTo(Evaluator.DEFAULTS.evaluate(new Scripted("11?!1000"), SPLIT).counts());
  }

  @Test
  void decidesAnewAtAThresholdWithoutRunningAgain() {
    // The script says 0.9 for a match and 0.1 for a non-match.
    EvaluationReport report = Evaluator.DEFAULTS.evaluate(new Scripted("11001000"), SPLIT);

    EvaluationReport strict = report.at(DecisionThreshold.fixed(0.95));

    assertThat(strict.counts()).isEqualTo(ConfusionCounts.of(0, 0, 4, 4));
    assertThat(strict.interval(Score.F1).estimate()).isZero();
    assertThat(strict.provenance().fact(EvaluationReport.THRESHOLD)).contains("0.95 (fixed)");
    assertThat(strict.threshold()).contains(DecisionThreshold.fixed(0.95));
    assertThat(strict.duration()).isEqualTo(report.duration());
    assertThat(report.counts()).isEqualTo(ConfusionCounts.of(2, 1, 3, 2));
  }

  @Test
  void saysTheMainThingsInOneLine() {
    assertThat(Evaluator.DEFAULTS.evaluate(new Scripted("11?!0000"), SPLIT).toString())
        .startsWith("valid, 8 pairs: F1 66.67 [")
        .contains("P 100.00, R 50.00, 1 undecided, 1 failed");
  }

  @Test
  void refusesAnEmptySplit() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Evaluator.DEFAULTS.evaluate(new Scripted(""), new DatasetSplit("none", List.of())))
        .withMessageContaining("'none'");
  }

  @Test
  void doesNotReportOnARunThatEndedEarly() {
    var matcher =
        new Scripted("11111111") {
          @Override
          public MatchRun start(Iterable<CandidatePair> pairs, MatchOptions options) {
            var first = new ArrayList<CandidatePair>();
            pairs.forEach(pair -> first.add(first.size() < 5 ? pair : first.get(0)));
            return super.start(first.subList(0, 5), options);
          }
        };

    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> Evaluator.DEFAULTS.evaluate(matcher, SPLIT))
        .withMessageContaining("ended after 5 of 8 pairs")
        .withMessageContaining(Progress.State.COMPLETED.name());
  }

  @Test
  void refusesOutcomesOfOtherPairs() {
    var matcher =
        new Scripted("11111111") {
          @Override
          public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
            return super.matchAll(pairs.stream().map(CandidatePair::swapped).toList());
          }
        };

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.DEFAULTS.evaluate(matcher, SPLIT))
        .withMessageContaining("outcome 0")
        .withMessageContaining("'a0#b0'")
        .withMessageContaining("'b0#a0'");
  }

  /** Answers by the number in the id of a pair, as in {@link Given#answers(String, String)}. */
  private static class Scripted implements EntityMatcher {
    private final String answers;

    Scripted(String answers) {
      this.answers = answers;
    }

    @Override
    public Provenance provenance() {
      return Given.PROVENANCE;
    }

    @Override
    public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
      return pairs.stream().map(this::answer).toList();
    }

    private MatchOutcome answer(CandidatePair pair) {
      char answer = answers.charAt(Integer.parseInt(pair.left().id().substring(1)));
      if (answer == '!') {
        return new MatchFailure(pair, new EntityMatchingException("no answer"));
      }
      MatchDecision.Builder decision =
          MatchDecision.builder(pair, Given.PROVENANCE).usage(new TokenUsage(10, 1));
      if (answer != '?') {
        decision.label(MatchLabel.of(answer == '1')).matchProbability(answer == '1' ? 0.9 : 0.1);
      }
      return decision.build();
    }

    @Override
    public void close() {}
  }
}
