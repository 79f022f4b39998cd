package io.github.em4j.training.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.TokenUsage;
import io.github.em4j.prompts.PromptedMatcher;
import io.github.em4j.testing.ScriptedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfidenceFilterTest {
  /** The probability of a match is the title of the left side. */
  private static double probability(CandidatePair pair) {
    return Double.parseDouble(pair.left().attribute("title").orElse(""));
  }

  private static ConfidenceFilter.Builder filter() {
    return ConfidenceFilter.judgedBy(ScriptedMatcher.scoring(ConfidenceFilterTest::probability));
  }

  /** Matches whose label has the probabilities 1/n, 2/n, ... 1. */
  private static List<TrainingPair> ladder(int n) {
    List<LabeledPair> pairs =
        IntStream.rangeClosed(1, n)
            .mapToObj(i -> Given.match(Double.toString((double) i / n), "x"))
            .toList();
    return Given.trainingPairs(pairs);
  }

  @Test
  void dropsTheEasyTheHardAndTheMislabelledByTheirLoss() {
    List<TrainingPair> pairs =
        Given.trainingPairs(
            Given.match("0.995", "a"),
            Given.nonMatch("0.005", "b"),
            Given.match("0.8", "c"),
            Given.nonMatch("0.85", "d"),
            Given.match("0.001", "e"),
            Given.nonMatch("1.0", "f"));
    List<PairOutcome> outcomes =
        filter()
            .tooEasyBelow(LossBound.probability(0.99))
            .tooHardAbove(LossBound.loss(1.5))
            .mislabelledAbove(LossBound.probability(0.01), ErrorFilter.Disagreement.RELABEL)
            .build()
            .apply(pairs);

    assertThat(Given.reasons(outcomes))
        .containsExactly(
            "too easy",
            "too easy",
            "within bounds",
            "too hard",
            "likely mislabelled",
            "likely mislabelled");
    assertThat(Given.keys(outcomes)).containsExactly("t:3", "t:5", "t:6");
    assertThat(outcomes.get(5).pairs().get(0).pair().label()).isEqualTo(MatchLabel.MATCH);
    assertThat(outcomes.get(5).details()).containsEntry("loss", "Infinity");
    assertThat(Double.parseDouble(outcomes.get(2).details().getOrDefault("loss", "")))
        .isCloseTo(-Math.log(0.8), within(1e-12));
  }

  @Test
  void takesTheLossOfTheLabelsWordFromAModelThatScoresChoices() {
    var model =
        new ScriptedModel(question -> "?", question -> question.contains("sure") ? 0.98 : 0.3);
    try (PromptedMatcher scoring = PromptedMatcher.scoring(model).build()) {
      List<PairOutcome> outcomes =
          ConfidenceFilter.judgedBy(scoring)
              .tooEasyBelow(LossBound.probability(0.95))
              .mislabelledAbove(LossBound.probability(0.05), ErrorFilter.Disagreement.DROP)
              .build()
              .apply(
                  Given.trainingPairs(
                      Given.match("sure", "a"),
                      Given.nonMatch("sure", "b"),
                      Given.nonMatch("open", "c")));

      assertThat(Given.reasons(outcomes))
          .containsExactly("too easy", "likely mislabelled", "within bounds");
      assertThat(Double.parseDouble(outcomes.get(2).details().getOrDefault("loss", "")))
          .isCloseTo(-Math.log(0.7), within(1e-9));
    }
  }

  @Test
  void dropsShareOfThePairsByQuantile() {
    assertThat(Given.keys(filter().tooEasyBelow(LossBound.quantile(0.3)).build().apply(ladder(10))))
        .containsExactly("t:1", "t:2", "t:3", "t:4", "t:5", "t:6", "t:7");
    assertThat(Given.keys(filter().tooHardAbove(LossBound.quantile(0.8)).build().apply(ladder(10))))
        .containsExactly("t:3", "t:4", "t:5", "t:6", "t:7", "t:8", "t:9", "t:10");
  }

  @Test
  void keepsTiesAtAQuantileSoThatNoMoreThanTheShareIsDropped() {
    List<TrainingPair> same =
        Given.trainingPairs(
            IntStream.range(0, 10).mapToObj(i -> Given.match("0.7", "x" + i)).toList());

    assertThat(
            filter()
                .tooEasyBelow(LossBound.quantile(0.5))
                .tooHardAbove(LossBound.quantile(0.5))
                .build()
                .apply(same))
        .allMatch(outcome -> outcome.action() == PairAction.KEPT);
  }

  @Test
  void keepsOrDropsPairsWithoutAProbability() {
    ConfidenceFilter.Builder filter =
        ConfidenceFilter.judgedBy(ScriptedMatcher.byLeftTitle())
            .tooEasyBelow(LossBound.quantile(0.5));
    List<TrainingPair> pairs =
        Given.trainingPairs(Given.match("Yes", "a"), Given.match("fail", "b"));

    assertThat(Given.reasons(filter.build().apply(pairs)))
        .containsExactly("no probability", "judge failed");
    assertThat(Given.keys(filter.build().apply(pairs))).hasSize(2);
    assertThat(Given.keys(filter.undecided(UndecidedPolicy.DROP).build().apply(pairs))).isEmpty();
  }

  @Test
  void asksEachPairOnceThoughItNeedsTheWholeSet(@TempDir Path folder) {
    ScriptedMatcher matcher = ScriptedMatcher.scoring(ConfidenceFilterTest::probability);
    TrainingSetPipeline pipeline =
        TrainingSetPipeline.builder()
            .source("t", ladder(10).stream().map(TrainingPair::pair).toList())
            .batchSize(4)
            .step(ConfidenceFilter.judgedBy(matcher).tooEasyBelow(LossBound.quantile(0.3)).build())
            .build();
    pipeline.run(folder);
    TrainingSet set = pipeline.run(folder);

    assertThat(matcher.calls).containsExactly(4, 4, 2);
    assertThat(set.pairs()).hasSize(7);
    assertThat(set.summary().usage()).isEqualTo(new TokenUsage(10, 0));
  }

  @Test
  void refusesBoundsThatCannotBe() {
    assertThatIllegalArgumentException().isThrownBy(() -> LossBound.loss(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> LossBound.loss(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> LossBound.probability(0));
    assertThatIllegalArgumentException().isThrownBy(() -> LossBound.quantile(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> filter().build())
        .withMessage("a confidence filter needs at least one bound");
  }
}
