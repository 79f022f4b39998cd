package io.github.em4j.training.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.TokenUsage;
import io.github.em4j.dataset.DatasetReader;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.testing.BenchmarkData;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ErrorFilterTest {
  private static final List<TrainingPair> PAIRS =
      Given.trainingPairs(
          Given.match("Yes", "a"),
          Given.match("No", "b"),
          Given.nonMatch("Yes", "c"),
          Given.match("Perhaps", "d"),
          Given.nonMatch("fail", "e"));

  private static List<PairOutcome> apply(ErrorFilter.Builder filter) {
    return filter.build().apply(PAIRS);
  }

  private static ErrorFilter.Builder filter() {
    return ErrorFilter.judgedBy(ScriptedMatcher.byLeftTitle());
  }

  @Test
  void dropsWhatTheJudgeDisagreesWithAndKeepsWhatItCannotSay() {
    List<PairOutcome> outcomes = apply(filter());

    assertThat(Given.keys(outcomes)).containsExactly("t:1", "t:4", "t:5");
    assertThat(Given.reasons(outcomes))
        .containsExactly(
            "judge agrees",
            "judge disagrees",
            "judge disagrees",
            "judge undecided",
            "judge failed");
    assertThat(outcomes.get(1).details()).isEqualTo(Map.of("answer", "No"));
    assertThat(outcomes.get(4).details()).isEqualTo(Map.of("error", "broken"));
  }

  @Test
  void relabelsAndDropsByPolicy() {
    List<PairOutcome> outcomes =
        apply(
            filter()
                .disagreement(ErrorFilter.Disagreement.RELABEL)
                .undecided(UndecidedPolicy.DROP));

    assertThat(Given.keys(outcomes)).containsExactly("t:1", "t:2", "t:3");
    assertThat(outcomes.get(1).pairs().get(0).pair().label()).isEqualTo(MatchLabel.NON_MATCH);
    assertThat(outcomes.get(1).action()).isEqualTo(PairAction.RELABELLED);
  }

  @Test
  void asksOnceMoreAboutPairsThatTheJudgeFailedOnForAMoment() {
    ScriptedMatcher judge = ScriptedMatcher.byLeftTitle();
    List<PairOutcome> outcomes =
        ErrorFilter.judgedBy(judge)
            .build()
            .apply(
                Given.trainingPairs(
                    Given.match("Yes", "a"), Given.match("dozing", "b"), Given.match("fail", "c")));

    assertThat(judge.calls).containsExactly(3, 1);
    assertThat(Given.reasons(outcomes))
        .containsExactly("judge agrees", "judge agrees", "judge failed");
  }

  @Test
  void aFailureThatMayPassEndsTheStepWhereItDoesNotPass() {
    ErrorFilter filter = filter().build();
    List<TrainingPair> pairs =
        Given.trainingPairs(Given.match("Yes", "a"), Given.match("busy", "b"));

    assertThatThrownBy(() -> filter.apply(pairs))
        .isInstanceOfSatisfying(
            EntityMatchingException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessageContaining("'scripted' does not decide")
        .hasMessageContaining("busy");
  }

  @Test
  void aFailureOfTheAccountIsNeverAPairsOwn() {
    ErrorFilter filter = filter().build();
    List<TrainingPair> pairs =
        Given.trainingPairs(Given.match("Yes", "a"), Given.match("no money", "b"));

    assertThatThrownBy(() -> filter.apply(pairs))
        .isInstanceOfSatisfying(
            EntityMatchingException.class, e -> assertThat(e.endsRun()).isTrue())
        .hasMessage("no money");
  }

  @Test
  void failsWhereTheJudgeFailsOnEveryOneOfManyPairs() {
    ErrorFilter filter = filter().build();
    List<TrainingPair> many =
        Given.trainingPairs(Collections.nCopies(Judge.MANY, Given.match("fail", "a")));

    assertThatThrownBy(() -> filter.apply(many))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessage("broken");
    assertThat(Given.reasons(filter.apply(many.subList(1, Judge.MANY))))
        .as("a few may each fail by itself")
        .containsOnly("judge failed");
    assertThat(filter.apply(List.of())).isEmpty();
  }

  @Test
  void saysWhatItsOutcomesDependOn() {
    assertThat(filter().build().settings())
        .isEqualTo(
            Map.of(
                "judge.matcher",
                "scripted",
                "judge.model",
                "test:model",
                "disagreement",
                "DROP",
                "undecided",
                "KEEP"));
  }

  @Test
  void keepsThePublishedPairsOfWdcWithTheJudgementsThatTheDiscardedOnesImply(@TempDir Path folder) {
    Path recorded = BenchmarkData.path("tailormatch");
    Set<String> discarded;
    try (Stream<LabeledPair> pairs =
        DatasetReader.streamPairs(recorded.resolve("wdc_train_small_discarded.csv"))) {
      discarded = pairs.map(pair -> pair.pair().id()).collect(Collectors.toSet());
    }
    // Only this file: the whole data set takes seconds to read.
    DatasetSplit train =
        DatasetReader.open(
                BenchmarkData.path("wdc-products/wdcproducts80cc20rnd000un_train_small.json.gz"))
            .require("train");
    Map<String, MatchLabel> judgements =
        train.pairs().stream()
            .collect(
                Collectors.toMap(
                    pair -> pair.pair().id(),
                    pair ->
                        MatchLabel.of(
                            pair.label().isMatch() != discarded.contains(pair.pair().id()))));

    TrainingSet set =
        TrainingSetPipeline.builder()
            .source(train)
            .step(
                ErrorFilter.judgedBy(
                        ScriptedMatcher.labelling(
                            pair -> judgements.getOrDefault(pair.id(), MatchLabel.MATCH)))
                    .build())
            .build()
            .run(folder);

    List<List<String>> published;
    try (Stream<LabeledPair> pairs =
        DatasetReader.streamPairs(recorded.resolve("wdc_train_small_filtered.csv"))) {
      published = pairs.map(ErrorFilterTest::titlesAndLabel).toList();
    }
    assertThat(published).hasSize(2006);
    assertThat(set.asSplit("filtered").pairs().stream().map(ErrorFilterTest::titlesAndLabel))
        .isEqualTo(published);
    assertThat(set.summary().steps().get(0).counts())
        .containsExactly(
            new TrainingSetSummary.Count(PairAction.KEPT, "judge agrees", 2006),
            new TrainingSetSummary.Count(PairAction.DROPPED, "judge disagrees", 494));
    assertThat(set.summary().usage()).isEqualTo(new TokenUsage(2500, 0));
    assertThat(TrainingSet.read(folder).pairs()).isEqualTo(set.pairs());
  }

  private static List<String> titlesAndLabel(LabeledPair pair) {
    return List.of(
        pair.pair().left().attribute("title").orElse(""),
        pair.pair().right().attribute("title").orElse(""),
        pair.label().name());
  }
}
