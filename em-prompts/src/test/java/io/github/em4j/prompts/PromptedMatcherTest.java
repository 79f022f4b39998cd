package io.github.em4j.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.TextExplanation;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.Completion;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.model.ModelId;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import io.github.em4j.prompts.answer.AnswerRule;
import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.testing.EntityMatcherContract;
import io.github.em4j.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class PromptedMatcherTest {
  private static final CandidatePair PAIR = pair("acme x1 red", "acme x2");

  private static CandidatePair pair(String left, String right) {
    return new CandidatePair(
        EntityDescription.of("l").with("title", left),
        EntityDescription.of("r").with("title", right));
  }

  /** Says yes where both quoted values are the same; fails on a pair with the word "boom". */
  private static ScriptedModel equality() {
    return new ScriptedModel(
        question -> saysYes(question) ? "Yes." : "No.", question -> saysYes(question) ? 0.9 : 0.2);
  }

  private static boolean saysYes(String question) {
    if (question.contains("boom")) {
      throw new EntityMatchingException("the model cannot answer that");
    }
    String[] words = question.split("'", -1);
    return words.length > 2 && words[words.length - 2].contains("x1");
  }

  private static MatchDecision matchWith(PromptedMatcher.Builder builder) {
    try (PromptedMatcher matcher = builder.build()) {
      return matcher.match(PAIR);
    }
  }

  @Nested
  final class ByScoreTest extends EntityMatcherContract {
    @Override
    protected EntityMatcher createMatcher() {
      return PromptedMatcher.builder(equality()).build();
    }

    @Override
    protected Optional<CandidatePair> failingPair() {
      return Optional.of(pair("boom", "x"));
    }
  }

  @Nested
  final class ByScoreInBothOrdersTest extends EntityMatcherContract {
    @Override
    protected EntityMatcher createMatcher() {
      return PromptedMatcher.builder(equality()).bothOrders().build();
    }

    @Override
    protected Optional<CandidatePair> failingPair() {
      return Optional.of(pair("boom", "x"));
    }
  }

  @Nested
  final class ByTextTest extends EntityMatcherContract {
    @Override
    protected EntityMatcher createMatcher() {
      return PromptedMatcher.builder(equality().writingOnly()).build();
    }

    @Override
    protected Optional<CandidatePair> failingPair() {
      return Optional.of(new CandidatePair(EntityDescription.of("l"), PAIR.right()));
    }
  }

  @Nested
  final class ExplainedTest extends EntityMatcherContract {
    @Override
    protected EntityMatcher createMatcher() {
      return PromptedMatcher.builder(equality())
          .expectExplanation(ExplanationKind.STRUCTURED)
          .build();
    }

    @Override
    protected Optional<CandidatePair> failingPair() {
      return Optional.of(pair("boom", "x"));
    }
  }

  @Test
  void decidesByScoreWhereTheModelCanScore() {
    var model = new ScriptedModel(question -> "No", question -> 0.7);
    MatchDecision decision = matchWith(PromptedMatcher.builder(model));
    assertThat(decision.label()).contains(MatchLabel.MATCH);
    assertThat(decision.matchProbability().getAsDouble()).isCloseTo(0.7, within(1e-12));
    assertThat(decision.rawAnswer()).isEmpty();
    assertThat(decision.usage().promptTokens()).isPositive();
    assertThat(matchWith(PromptedMatcher.scoring(model).threshold(0.71)).isMatch()).isFalse();
  }

  @Test
  void decidesByTheMeanOfBothOrders() {
    // Sure of a match only where the red one stands on the left.
    var model =
        new ScriptedModel(question -> "No", q -> q.indexOf("red") < q.indexOf("x2") ? 0.9 : 0.3);
    try (PromptedMatcher matcher = PromptedMatcher.scoring(model).bothOrders().build()) {
      MatchDecision decision = matcher.match(PAIR);
      MatchDecision swapped = matcher.match(PAIR.swapped());
      assertThat(decision.matchProbability().getAsDouble()).isCloseTo(0.6, within(1e-12));
      assertThat(swapped.matchProbability()).isEqualTo(decision.matchProbability());
      assertThat(decision.usage().promptTokens())
          .isGreaterThan(matchWith(PromptedMatcher.scoring(model)).usage().promptTokens());
      assertThat(matcher.provenance().fact("orders")).contains("both");
    }
  }

  @Test
  void asksBothOrdersOnlyWhereTheModelScores() {
    var model = new ScriptedModel(question -> "No.", question -> 0.7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromptedMatcher.builder(model).byText().bothOrders().build())
        .withMessageContaining("decision by text");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromptedMatcher.builder(model.writingOnly()).bothOrders().build())
        .withMessageContaining("only writes");
  }

  @Test
  void decidesByTextWhereToldToOrWhereTheModelOnlyWrites() {
    var model = new ScriptedModel(question -> "No.", question -> 0.7);
    for (PromptedMatcher.Builder builder :
        List.of(
            PromptedMatcher.builder(model).byText(),
            PromptedMatcher.builder(model.writingOnly()))) {
      MatchDecision decision = matchWith(builder);
      assertThat(decision.label()).contains(MatchLabel.NON_MATCH);
      assertThat(decision.rawAnswer()).contains("No.");
      assertThat(decision.matchProbability()).isEmpty();
    }
  }

  @Test
  void anAnswerThatCannotBeReadIsUndecided() {
    LanguageModel model = ScriptedModel.answering("Cutting Knowledge Date").writingOnly();
    assertThat(matchWith(PromptedMatcher.builder(model)).label()).isEmpty();
    assertThat(matchWith(PromptedMatcher.builder(model).answerRule(AnswerRule.PAPER)).label())
        .contains(MatchLabel.NON_MATCH);
  }

  @Test
  void wordsInsideTheEntitiesAreNoAnswer() {
    var model = ScriptedModel.answering("Perhaps").writingOnly();
    try (PromptedMatcher matcher = PromptedMatcher.builder(model).build()) {
      assertThat(matcher.match(pair("Yes. Answer: Yes", "'. Yes")).label()).isEmpty();
    }
  }

  @Test
  void readsAStructuredExplanationAndScoresBesideIt() {
    var model =
        new ScriptedModel(
            question ->
                """
                No.
                attribute=model|||importance=-0.9|||values=x1###x2|||similarity=0.50
                attribute=colour|||importance=-0.1|||values=red|||similarity=0.00
                All in all they differ.""",
            question -> 0.25);
    MatchDecision decision =
        matchWith(PromptedMatcher.builder(model).expectExplanation(ExplanationKind.STRUCTURED));
    assertThat(decision.label()).contains(MatchLabel.NON_MATCH);
    assertThat(decision.matchProbability().getAsDouble()).isCloseTo(0.25, within(1e-12));
    assertThat(decision.explanation())
        .get()
        .isInstanceOfSatisfying(
            StructuredExplanation.class,
            explanation -> {
              assertThat(explanation.comparisons()).hasSize(2);
              assertThat(explanation.comparisons().get(1).left()).contains("red");
              assertThat(explanation.comparisons().get(1).right()).isEmpty();
            });
  }

  @Test
  void readsATextualExplanationAndAsksForIt() {
    var model =
        new ScriptedModel(
            question -> question.contains("one or two sentences") ? "Yes. Same model." : "Yes",
            question -> 0.5);
    MatchDecision asked =
        matchWith(PromptedMatcher.builder(model).requestExplanation(ExplanationKind.WADHWA));
    assertThat(asked.explanation()).contains(new TextExplanation("Same model."));
    MatchDecision expected =
        matchWith(PromptedMatcher.builder(model).expectExplanation(ExplanationKind.WADHWA));
    assertThat(expected.explanation()).isEmpty();
    assertThat(expected.isMatch()).isTrue();
  }

  @Test
  void theLastLineOfAnAnswerThatMetTheLimitIsLeftOut() {
    // Words are tokens here: the fourth one is the rest of the second value.
    var model =
        ScriptedModel.answering(
            "No.\nattribute=a|||values=b###c\nattribute=m|||values=X1###X 1000");
    for (int tokens : new int[] {3, 4}) {
      MatchDecision decision =
          matchWith(
              PromptedMatcher.builder(model)
                  .expectExplanation(ExplanationKind.STRUCTURED_NO_IMPORTANCE_NO_SIMILARITY)
                  .generation(GenerationOptions.builder().maxTokens(tokens).build()));
      assertThat(decision.explanation())
          .get()
          .isInstanceOfSatisfying(
              StructuredExplanation.class,
              explanation -> assertThat(explanation.comparisons()).hasSize(tokens - 2));
    }
  }

  @Test
  void scoresWhatInlineDemonstrationsShow() {
    var asked = new ArrayList<List<String>>();
    PromptedMatcher.Builder builder = PromptedMatcher.scoring(recordingScorer(asked));
    matchWith(builder);
    MatchDecision inline = matchWith(builder.demonstrationStyle(DemonstrationStyle.INLINE));
    assertThat(asked).containsExactly(List.of("Yes", "No"), List.of(" Yes", " No"));
    assertThat(inline.matchProbability().getAsDouble()).isCloseTo(0.75, within(1e-12));
  }

  /** Gives the first choice 0.75 and the second 0.25. */
  private static ChoiceScorer recordingScorer(List<List<String>> asked) {
    return new ChoiceScorer() {
      @Override
      public ModelId id() {
        return new ModelId("test", "recording");
      }

      @Override
      public List<ModelResult<ChoiceScores>> score(List<Prompt> prompts, List<String> choices) {
        asked.add(choices);
        var scores =
            new ChoiceScores(
                choices, List.of(Math.log(0.75), Math.log(0.25)), new TokenUsage(1, 0));
        return List.of(new ModelResult.Success<>(scores));
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void anExplainedAnswerStandsWithoutItsProbability() {
    var model =
        new ScriptedModel(
            question -> "Yes. Same.",
            question -> {
              throw new EntityMatchingException("no log-probabilities");
            });
    MatchDecision decision =
        matchWith(PromptedMatcher.builder(model).expectExplanation(ExplanationKind.LONG_TEXTUAL));
    assertThat(decision.isMatch()).isTrue();
    assertThat(decision.matchProbability()).isEmpty();
  }

  @Test
  void generatesAFewTokensForAnAnswerAndManyForAnExplanation() {
    String words = "Yes " + "word ".repeat(100);
    LanguageModel model = ScriptedModel.answering(words).writingOnly();
    assertThat(matchWith(PromptedMatcher.builder(model)).usage().completionTokens()).isEqualTo(5);
    assertThat(
            matchWith(PromptedMatcher.builder(model).expectExplanation(ExplanationKind.WADHWA))
                .usage()
                .completionTokens())
        .isGreaterThan(100);
    GenerationOptions seven = GenerationOptions.builder().maxTokens(7).build();
    assertThat(
            matchWith(PromptedMatcher.builder(model).generation(seven)).usage().completionTokens())
        .isEqualTo(7);
  }

  @Test
  void aSerialiserThatThrowsFailsItsPairOnly() {
    EntitySerializer broken =
        new EntitySerializer() {
          @Override
          public String serialize(EntityDescription entity) {
            if (entity.attribute("title").orElseThrow().equals("bad")) {
              throw new IllegalStateException("bug");
            }
            return "ok";
          }

          @Override
          public String description() {
            return "broken";
          }
        };
    try (PromptedMatcher matcher = PromptedMatcher.builder(equality()).serializer(broken).build()) {
      List<MatchOutcome> outcomes = matcher.matchAll(List.of(PAIR, pair("bad", "x"), PAIR));
      assertThat(outcomes.get(0)).isInstanceOf(MatchDecision.class);
      assertThat(outcomes.get(1))
          .isInstanceOfSatisfying(
              MatchFailure.class,
              failure -> assertThat(failure.error()).hasMessageContaining("l#r"));
      assertThat(outcomes.get(2)).isInstanceOf(MatchDecision.class);
    }
  }

  @Test
  void aModelThatLosesAResultIsAnError() {
    LanguageModel model =
        new LanguageModel() {
          @Override
          public ModelId id() {
            return new ModelId("test", "lossy");
          }

          @Override
          public List<ModelResult<Completion>> complete(
              List<Prompt> prompts, GenerationOptions options) {
            return List.of();
          }

          @Override
          public void close() {}
        };
    try (PromptedMatcher matcher = PromptedMatcher.builder(model).build()) {
      assertThatExceptionOfType(EntityMatchingException.class)
          .isThrownBy(() -> matcher.match(PAIR))
          .withMessage("model test:lossy must give one result per prompt, found 0 for 1");
    }
  }

  @Test
  void theProvenanceSaysHowAPairIsAsked() {
    try (PromptedMatcher matcher =
        PromptedMatcher.builder(equality())
            .template(PromptTemplates.domainSimpleFree("product"))
            .serializer(Serializers.colVal().withValueLimit(80))
            .demonstrations(
                DemonstrationSource.fixed(List.of(new LabeledPair(PAIR, MatchLabel.MATCH))))
            .byText()
            .build()) {
      assertThat(matcher.provenance().matcher()).isEqualTo("prompted");
      assertThat(matcher.provenance().facts())
          .containsEntry(Provenance.MODEL, "test:scripted")
          .containsEntry(Provenance.TEMPLATE, PromptTemplates.domainSimpleFree("product").id())
          .containsEntry(Provenance.SERIALIZER, "COL/VAL, values up to 80 characters")
          .containsEntry("verbalizer", "Yes/No")
          .containsEntry("demonstrations", "1 fixed")
          .containsEntry("explanation", "NONE")
          .containsEntry("decidedBy", "text")
          .containsEntry("answerRule", "STRICT");
    }
    try (PromptedMatcher matcher = PromptedMatcher.scoring(equality()).threshold(0.3).build()) {
      assertThat(matcher.provenance().facts())
          .containsEntry("decidedBy", "score")
          .containsEntry("threshold", "0.3");
    }
  }

  @Test
  void doesNotCloseTheModel() {
    ScriptedModel model = equality();
    PromptedMatcher.builder(model).build().close();
    assertThat(model.isClosed()).isFalse();
  }

  @Test
  void refusesOptionsThatDoNotGoTogether() {
    ChoiceScorer scorer = scorerOnly();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromptedMatcher.scoring(scorer).byText().build())
        .withMessage("model test:scorer only scores choices; text needs a LanguageModel");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PromptedMatcher.builder(equality())
                    .answerRule(AnswerRule.PAPER)
                    .expectExplanation(ExplanationKind.WADHWA)
                    .build())
        .withMessage("answers with an explanation are read by STRICT, found PAPER");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromptedMatcher.scoring(scorer).threshold(Double.NaN));
  }

  @Test
  void aPairOfImpossibleAnswersIsUndecided() {
    try (PromptedMatcher matcher = PromptedMatcher.scoring(scorerOnly()).build()) {
      MatchDecision decision = matcher.match(PAIR);
      assertThat(decision.label()).isEmpty();
      assertThat(decision.matchProbability()).isEmpty();
    }
  }

  /** Finds every choice impossible. */
  private static ChoiceScorer scorerOnly() {
    return new ChoiceScorer() {
      @Override
      public ModelId id() {
        return new ModelId("test", "scorer");
      }

      @Override
      public List<ModelResult<ChoiceScores>> score(List<Prompt> prompts, List<String> choices) {
        Double impossible = Double.NEGATIVE_INFINITY;
        var scores = new ChoiceScores(choices, List.of(impossible, impossible), TokenUsage.NONE);
        return prompts.stream()
            .<ModelResult<ChoiceScores>>map(prompt -> new ModelResult.Success<>(scores))
            .toList();
      }

      @Override
      public void close() {}
    };
  }
}
