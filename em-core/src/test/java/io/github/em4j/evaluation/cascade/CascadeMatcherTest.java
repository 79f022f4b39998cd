package io.github.em4j.evaluation.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.TextExplanation;
import io.github.em4j.TokenUsage;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Answer;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.ScriptedMatcher;
import io.github.em4j.testing.EntityMatcherContract;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CascadeMatcherTest extends EntityMatcherContract {
  private static final CascadeThresholds BAND = CascadeThresholds.fixed(0.2, 0.8);

  private final ScriptedMatcher cheap = cheap();
  private final ScriptedMatcher dear = dear();

  /** Reads the probability in the left title; other titles lie in the band. */
  private static ScriptedMatcher cheap() {
    return new ScriptedMatcher(
        "cheap",
        pair -> {
          String title = pair.left().attribute("title").orElse("");
          return switch (title) {
            case "fail", "cheap fails" -> throw new EntityMatchingException("cheap asked to fail");
            case "cheap unsure" -> ScriptedMatcher.undecided(pair).matchProbability(0.99);
            case "cheap blind" -> ScriptedMatcher.undecided(pair).label(MatchLabel.MATCH);
            default ->
                ScriptedMatcher.decision(
                    pair, title.startsWith("0.") ? Double.parseDouble(title) : 0.4);
          };
        });
  }

  /** Reads what to do in the right title; a match by default. */
  private static ScriptedMatcher dear() {
    return new ScriptedMatcher(
        "dear",
        pair ->
            switch (pair.right().attribute("title").orElse("")) {
              case "fail" -> throw new EntityMatchingException("dear asked to fail");
              case "unsure" -> ScriptedMatcher.undecided(pair).rawAnswer("Perhaps.");
              default ->
                  ScriptedMatcher.decision(pair, 0.97)
                      .rawAnswer("Yes.")
                      .explanation(new TextExplanation("the same"))
                      .usage(new TokenUsage(100, 10));
            });
  }

  @Override
  protected EntityMatcher createMatcher() {
    return CascadeMatcher.builder(cheap(), dear(), BAND).build();
  }

  @Override
  protected Optional<CandidatePair> failingPair() {
    return Optional.of(pair("fail", "fail"));
  }

  private CascadeMatcher cascade(DearFailure policy) {
    return CascadeMatcher.builder(cheap, dear, BAND).onDearFailure(policy).build();
  }

  /** Pairs of left and right titles, in turn. */
  private static List<CandidatePair> pairs(String... titles) {
    return Stream.iterate(0, i -> i < titles.length, i -> i + 2)
        .map(i -> pair(titles[i], titles[i + 1]))
        .toList();
  }

  private static MatchDecision decision(MatchOutcome outcome) {
    return (MatchDecision) outcome;
  }

  @Test
  void asksTheCheapMatcherForAllPairsAndTheDearOneForTheBandInOneCallEach() {
    List<CandidatePair> pairs =
        pairs("0.9", "a", "0.5", "b", "0.1", "c", "0.2", "d", "0.8", "e", "0.79", "f");

    List<MatchOutcome> outcomes = cascade(DearFailure.FAIL).matchAll(pairs);

    assertThat(cheap.batches()).containsExactly(pairs);
    assertThat(dear.batches()).containsExactly(List.of(pairs.get(1), pairs.get(3), pairs.get(5)));
    assertThat(outcomes).extracting(MatchOutcome::pair).containsExactlyElementsOf(pairs);
    assertThat(outcomes)
        .extracting(outcome -> decision(outcome).isMatch())
        .containsExactly(true, true, false, true, true, true);
  }

  @Test
  void asksTheDearMatcherNothingWhereAllPairsAreClear() {
    cascade(DearFailure.FAIL).matchAll(pairs("0.9", "a", "0.1", "b"));

    assertThat(dear.batches()).isEmpty();
  }

  @Test
  void passesOnWhatTheCheapMatcherFailsOnOrLeavesUndecidedOrGivesNoProbabilityFor() {
    List<MatchOutcome> outcomes =
        cascade(DearFailure.FAIL)
            .matchAll(pairs("cheap fails", "a", "cheap unsure", "b", "cheap blind", "c"));

    assertThat(outcomes)
        .allSatisfy(outcome -> assertThat(decision(outcome).rawAnswer()).contains("Yes."));
  }

  @Test
  void addsUpWhatBothCost() {
    CascadeMatcher cascade = cascade(DearFailure.FAIL);

    List<MatchOutcome> outcomes =
        cascade.matchAll(pairs("0.9", "a", "0.5", "b", "cheap fails", "c", "0.5", "fail"));

    assertThat(decision(outcomes.get(0)).usage()).isEqualTo(new TokenUsage(2, 1));
    assertThat(decision(outcomes.get(1)).usage()).isEqualTo(new TokenUsage(102, 11));
    assertThat(decision(outcomes.get(2)).usage()).isEqualTo(new TokenUsage(100, 10));
    assertThat(cascade.tally())
        .isEqualTo(new CascadeTally(4, 3, 1, new TokenUsage(6, 3), new TokenUsage(200, 20)));
    cascade.matchAll(pairs("0.9", "a"));
    assertThat(cascade.tally().pairs()).isEqualTo(5);
    assertThat(cascade.tally().share()).hasValue(0.6);
  }

  @Test
  void keepsWhatTheDearMatcherSaid() {
    MatchDecision decision = decision(cascade(DearFailure.FAIL).matchAll(pairs("0.5", "a")).get(0));

    assertThat(decision.matchProbability()).hasValue(0.97);
    assertThat(decision.explanation()).contains(new TextExplanation("the same"));
    assertThat(decision.rawAnswer()).contains("Yes.");
  }

  @Test
  void leavesAPairWithoutAnAnswerWhereTheDearMatcherGivesNone() {
    List<MatchOutcome> outcomes =
        cascade(DearFailure.FAIL).matchAll(pairs("0.5", "fail", "0.5", "unsure", "0.9", "fail"));

    assertThat(((MatchFailure) outcomes.get(0)).error()).hasMessage("dear asked to fail");
    assertThat(decision(outcomes.get(1)).label()).isEmpty();
    assertThat(decision(outcomes.get(1)).rawAnswer()).contains("Perhaps.");
    assertThat(decision(outcomes.get(2)).isMatch()).isTrue();
  }

  @Test
  void fallsBackToTheCheapDecisionWhereThatIsWanted() {
    List<MatchOutcome> outcomes =
        cascade(DearFailure.CHEAP_DECISION)
            .matchAll(pairs("0.6", "fail", "0.3", "unsure", "cheap fails", "fail", "0.6", "x"));

    assertThat(decision(outcomes.get(0)).label()).contains(MatchLabel.MATCH);
    assertThat(decision(outcomes.get(0)).matchProbability()).hasValue(0.6);
    assertThat(decision(outcomes.get(1)).label()).contains(MatchLabel.NON_MATCH);
    assertThat(decision(outcomes.get(1)).usage()).isEqualTo(new TokenUsage(4, 2));
    assertThat(outcomes.get(2)).isInstanceOf(MatchFailure.class);
    assertThat(decision(outcomes.get(3)).rawAnswer()).contains("Yes.");
  }

  @Test
  void losesNoClearCaseWhenTheDearMatcherIsGone() {
    dear.breakDown();

    List<MatchOutcome> outcomes = cascade(DearFailure.FAIL).matchAll(pairs("0.9", "a", "0.5", "b"));

    assertThat(decision(outcomes.get(0)).isMatch()).isTrue();
    assertThat(((MatchFailure) outcomes.get(1)).error()).hasMessage("the model is gone");
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> cascade(DearFailure.FAIL).matchAll(pairs("0.5", "b")))
        .withMessage("the model is gone");
    assertThat(
            decision(cascade(DearFailure.CHEAP_DECISION).matchAll(pairs("0.5", "b")).get(0))
                .isMatch())
        .isTrue();
  }

  @Test
  void failsWithTheCheapMatcherRatherThanPassOnEverything() {
    cheap.breakDown();

    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> cascade(DearFailure.CHEAP_DECISION).matchAll(pairs("0.9", "a")));
    assertThat(dear.batches()).isEmpty();
  }

  @Test
  void carriesTheProvenanceOfBoth() {
    assertThat(cascade(DearFailure.CHEAP_DECISION).provenance().facts())
        .containsEntry("matcher", "cascade")
        .containsEntry("thresholds", "non-match below 0.2, match from 0.8 (fixed)")
        .containsEntry("onDearFailure", "CHEAP_DECISION")
        .containsEntry("cheap.matcher", "cheap")
        .containsEntry("cheap.model", "script of cheap")
        .containsEntry("dear.matcher", "dear")
        .containsEntry("dear.model", "script of dear");
  }

  @Test
  void closesNeitherMatcher() {
    cascade(DearFailure.FAIL).close();

    assertThat(cheap.isClosed() || dear.isClosed()).isFalse();
  }

  @Test
  void answersWhatIsComputedFromTheAnswersOfBoth() {
    String[] lefts = {"0.1", "0.2", "0.5", "0.8", "cheap fails", "cheap unsure", "cheap blind"};
    String[] rights = {"a", "fail", "unsure"};
    DatasetSplit split =
        new DatasetSplit(
            "valid",
            Arrays.stream(lefts)
                .flatMap(left -> Arrays.stream(rights).map(right -> labelled(left, right)))
                .toList());
    List<CandidatePair> pairs = split.pairs().stream().map(LabeledPair::pair).toList();
    Predictions cheapAnswers = Predictions.of(split, cheap.matchAll(pairs));
    Predictions dearAnswers = Predictions.of(split, dear.matchAll(pairs));

    for (DearFailure policy : DearFailure.values()) {
      CascadeMatcher cascade = cascade(policy);
      List<Prediction> answered = Predictions.of(split, cascade.matchAll(pairs)).stream().toList();
      CascadeResult computed =
          BAND.applyTo(cheapAnswers, policy.applyTo(cheapAnswers, dearAnswers));

      assertThat(answered).containsExactlyElementsOf(computed.predictions().stream().toList());
      assertThat(answered).extracting(Prediction::answer).contains(Answer.values());
      assertThat(cascade.tally().passedOn()).isEqualTo(computed.passedOn());
    }
  }

  private static LabeledPair labelled(String left, String right) {
    return new LabeledPair(
        new CandidatePair(
            EntityDescription.of("l " + left).with("title", left),
            EntityDescription.of("r " + right).with("title", right)),
        MatchLabel.MATCH);
  }
}
