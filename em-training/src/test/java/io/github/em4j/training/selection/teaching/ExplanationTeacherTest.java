package io.github.em4j.training.selection.teaching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.TextExplanation;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import io.github.em4j.prompts.answer.Verbalizer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.training.selection.AccountFailure;
import io.github.em4j.training.selection.PairAction;
import io.github.em4j.training.selection.PairOutcome;
import io.github.em4j.training.selection.TrainingPair;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ExplanationTeacherTest {
  private static final TrainingPair MATCH =
      RecordedFiles.pair("train:1", "Acme LP-100 printer", "acme lp100", true);
  private static final TrainingPair OTHER =
      RecordedFiles.pair("train:2", "Acme LP-100 printer", "Acme LP-200", false);

  private static final String LINE =
      "attribute=brand|||importance=0.1|||values=Acme###acme|||similarity=1.0";
  private static final String PROSE = "Both are the printer LP-100 of Acme.";

  private final RecordedTeacher model = new RecordedTeacher();

  @Test
  void givesAPairTheExplanationThatTheTeacherWrote() {
    model.answer(prompt(MATCH, ExplanationKind.STRUCTURED), "Yes.\n" + LINE);
    PairOutcome outcome = explain(MATCH, builder(ExplanationKind.STRUCTURED));
    assertThat(outcome.action()).isEqualTo(PairAction.EXPLAINED);
    assertThat(outcome.reason()).isEqualTo("explained");
    assertThat(outcome.usage()).isEqualTo(new TokenUsage(10, 1));
    assertThat(outcome.details().keySet()).containsExactly("teacher", "prompt", "questions");
    assertThat(outcome.details())
        .containsEntry("teacher", "test:recorded")
        .containsEntry("questions", "1");
    assertThat(outcome.details().get("prompt")).startsWith("explain-structured (product, Yes)@");
    TrainingPair explained = outcome.pairs().get(0);
    assertThat(explained.pair()).isEqualTo(MATCH.pair());
    assertThat(((StructuredExplanation) explained.explanation().orElseThrow()).comparisons())
        .hasSize(1);
  }

  @Test
  void saysWhatItPutRight() {
    model.answer(
        prompt(MATCH, ExplanationKind.STRUCTURED),
        "```\nKnown answer: Yes\n"
            + LINE.replace("###", "|||")
            + "\n"
            + LINE
            + "\nattribute=model|||importance=0.9|||val");
    PairOutcome outcome = explain(MATCH, builder(ExplanationKind.STRUCTURED));
    assertThat(outcome.reason()).isEqualTo("explained after repair");
    assertThat(outcome.details())
        .containsEntry("repairs", "VALUE_SEPARATOR=1, left out: UNKNOWN_FIELD=1");
  }

  @Test
  void numbersThatTheKindDoesNotHaveAreLeftOut() {
    model.answer(
        prompt(MATCH, ExplanationKind.STRUCTURED_NO_IMPORTANCE_NO_SIMILARITY), "Yes.\n" + LINE);
    PairOutcome outcome =
        explain(MATCH, builder(ExplanationKind.STRUCTURED_NO_IMPORTANCE_NO_SIMILARITY));
    var explanation = (StructuredExplanation) outcome.pairs().get(0).explanation().orElseThrow();
    assertThat(explanation.comparisons().get(0).importance()).isEmpty();
    assertThat(explanation.comparisons().get(0).similarity()).isEmpty();
    assertThat(outcome.details()).containsEntry("repairs", "EXTRA_NUMBER=1");
  }

  @Test
  void asksAgainWithWhatWasWrongAndAnotherSeed() {
    Prompt prompt = prompt(MATCH, ExplanationKind.STRUCTURED);
    model.answer(prompt, "Yes. They look alike.").answer(prompt, "Yes.\n" + LINE);
    PairOutcome outcome =
        explain(
            MATCH,
            builder(ExplanationKind.STRUCTURED)
                .generation(GenerationOptions.builder().maxTokens(99).seed(7).build()));
    assertThat(outcome.reason()).isEqualTo("explained when asked again");
    assertThat(outcome.details())
        .containsEntry("questions", "2")
        .containsEntry("objections", "no attribute line");
    assertThat(outcome.usage()).isEqualTo(new TokenUsage(20, 2));
    List<Message> second = model.prompts().get(1).messages();
    assertThat(second).hasSize(4);
    assertThat(second.get(2)).isEqualTo(Message.assistant("Yes. They look alike."));
    assertThat(second.get(3).content())
        .startsWith("The answer has no line of the form attribute=NAME|||…")
        .contains("The known answer is 'Yes'.");
    assertThat(model.options().get(0).temperature()).isZero();
    assertThat(model.options().get(1).temperature()).isPositive();
    assertThat(model.options().get(1).maxTokens()).isEqualTo(99);
    assertThat(model.options())
        .extracting(GenerationOptions::seed)
        .containsExactly(OptionalLong.of(7), OptionalLong.of(8));
  }

  @Test
  void stopsAskingAfterTheGivenNumberAndKeepsTheLastWords() {
    model.answer(prompt(MATCH, ExplanationKind.STRUCTURED), "I cannot say.");
    PairOutcome outcome = explain(MATCH, builder(ExplanationKind.STRUCTURED).questions(3));
    assertThat(outcome.action()).isEqualTo(PairAction.DROPPED);
    assertThat(outcome.reason()).isEqualTo("no attribute line");
    assertThat(outcome.details())
        .containsEntry("questions", "3")
        .containsEntry("answer", "I cannot say.");
    assertThat(model.prompts()).hasSize(3);
  }

  @Test
  void aPairWithoutAUsableAnswerStaysWhereThePolicySaysSo() {
    model.answer(prompt(MATCH, ExplanationKind.WADHWA), " ");
    PairOutcome outcome =
        explain(MATCH, builder(ExplanationKind.WADHWA).onFailure(FailurePolicy.KEEP_UNEXPLAINED));
    assertThat(outcome.action()).isEqualTo(PairAction.KEPT);
    assertThat(outcome.reason()).isEqualTo("empty answer");
    assertThat(outcome.pairs()).containsExactly(MATCH);
    assertThat(model.prompts().get(1)).isEqualTo(model.prompts().get(0));
  }

  @Test
  void dropsAPairWhoseLabelTheTeacherContradicts() {
    model.answer(prompt(OTHER, ExplanationKind.WADHWA), "Yes. " + PROSE);
    PairOutcome outcome = explain(OTHER, builder(ExplanationKind.WADHWA));
    assertThat(outcome.action()).isEqualTo(PairAction.DROPPED);
    assertThat(outcome.reason()).isEqualTo("contradicts the label");
    assertThat(outcome.details())
        .containsEntry("objections", "contradicts the label; contradicts the label")
        .containsEntry("answer", "Yes. " + PROSE);
  }

  @Test
  void proseThatComesToTheOtherLabelContradictsToo() {
    model.answer(
        prompt(MATCH, ExplanationKind.LONG_TEXTUAL),
        "Yes. The brands agree. However, they do not match, since the models differ.");
    PairOutcome outcome =
        explain(
            MATCH,
            builder(ExplanationKind.LONG_TEXTUAL)
                .onContradiction(ContradictionPolicy.KEEP_UNEXPLAINED));
    assertThat(outcome.action()).isEqualTo(PairAction.KEPT);
    assertThat(outcome.reason()).isEqualTo("contradicts the label");
  }

  @Test
  void relabelsInFavourOfATeacherThatInsists() {
    model.answer(prompt(OTHER, ExplanationKind.WADHWA), "Yes. " + PROSE);
    PairOutcome outcome =
        explain(
            OTHER, builder(ExplanationKind.WADHWA).onContradiction(ContradictionPolicy.RELABEL));
    assertThat(outcome.action()).isEqualTo(PairAction.RELABELLED);
    TrainingPair relabelled = outcome.pairs().get(0);
    assertThat(relabelled.pair().label()).isEqualTo(MatchLabel.MATCH);
    assertThat(relabelled.explanation()).contains(new TextExplanation(PROSE));
  }

  @Test
  void doesNotRelabelForOneAnswerOrForAnUnreadableOneBesideIt() {
    model.answer(prompt(OTHER, ExplanationKind.WADHWA), "Yes. " + PROSE);
    ExplanationTeacher.Builder relabelling =
        builder(ExplanationKind.WADHWA).onContradiction(ContradictionPolicy.RELABEL);
    assertThat(explain(OTHER, relabelling.questions(1)).action()).isEqualTo(PairAction.DROPPED);
    model
        .answer(prompt(MATCH, ExplanationKind.WADHWA), "")
        .answer(prompt(MATCH, ExplanationKind.WADHWA), "No. They differ.");
    PairOutcome outcome = explain(MATCH, relabelling.questions(2));
    assertThat(outcome.action()).isEqualTo(PairAction.DROPPED);
    assertThat(outcome.details())
        .containsEntry("objections", "empty answer; contradicts the label");
  }

  @Test
  void proseThatWasCutOffEndsWithItsLastWholeSentence() {
    model.answer(
        prompt(MATCH, ExplanationKind.WADHWA),
        "Yes, both are printers, e.g. for an office. 2. The",
        FinishReason.LENGTH);
    PairOutcome outcome = explain(MATCH, builder(ExplanationKind.WADHWA));
    assertThat(outcome.pairs().get(0).explanation())
        .contains(new TextExplanation("Both are printers, e.g. for an office."));
    assertThat(outcome.details()).containsEntry("repairs", "LAST_SENTENCE=1");
  }

  @Test
  void proseWithoutTheAnswerWordServesWhereItSaysTheSame() {
    model.answer(prompt(MATCH, ExplanationKind.WADHWA), "Both are the same product.");
    assertThat(explain(MATCH, builder(ExplanationKind.WADHWA)).details())
        .containsEntry("repairs", "NO_ANSWER_WORD=1");
    model.answer(prompt(OTHER, ExplanationKind.WADHWA), "I am sorry, I cannot help with that.");
    assertThat(explain(OTHER, builder(ExplanationKind.WADHWA)).reason())
        .isEqualTo("no answer word");
  }

  @Test
  void aPairThatTheModelFailsAtForGoodIsLeftToThePolicy() {
    model
        .failure(
            prompt(MATCH, ExplanationKind.WADHWA), new EntityMatchingException("prompt too long"))
        .answer(prompt(OTHER, ExplanationKind.WADHWA), "No. The models differ.");
    List<PairOutcome> outcomes =
        builder(ExplanationKind.WADHWA).build().apply(List.of(MATCH, OTHER));
    assertThat(outcomes).extracting(PairOutcome::key).containsExactly("train:1", "train:2");
    assertThat(outcomes.get(0).reason()).isEqualTo("teacher failed");
    assertThat(outcomes.get(0).details())
        .containsEntry("error", "prompt too long")
        .containsEntry("questions", "1");
    assertThat(outcomes.get(1).action()).isEqualTo(PairAction.EXPLAINED);
  }

  @Test
  void aFailureThatMayPassEndsTheStep() {
    model.failure(
        prompt(MATCH, ExplanationKind.WADHWA),
        new EntityMatchingException("rate limit", null, true));
    ExplanationTeacher step = builder(ExplanationKind.WADHWA).build();
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> step.apply(List.of(MATCH)))
        .withMessageContaining("rate limit")
        .matches(EntityMatchingException::isRetryable);
  }

  @Test
  void aFailureOfTheAccountEndsTheStep() {
    model
        .answer(prompt(MATCH, ExplanationKind.WADHWA), "Yes. " + PROSE)
        .failure(prompt(OTHER, ExplanationKind.WADHWA), new AccountFailure("no money"));
    ExplanationTeacher step = builder(ExplanationKind.WADHWA).build();
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> step.apply(List.of(MATCH, OTHER)))
        .withMessage("no money");
  }

  @Test
  void aPairThatCannotBeWrittenIsNotAskedAbout() {
    var untitled =
        new TrainingPair(
            "train:3",
            new LabeledPair(
                new CandidatePair(EntityDescription.of("l"), EntityDescription.of("r")),
                MatchLabel.MATCH));
    model.answer(prompt(MATCH, ExplanationKind.WADHWA), "Yes. " + PROSE);
    List<PairOutcome> outcomes =
        builder(ExplanationKind.WADHWA).build().apply(List.of(untitled, MATCH));
    assertThat(outcomes.get(0).reason()).isEqualTo("cannot be written");
    assertThat(outcomes.get(0).details().get("error")).contains("'l'");
    assertThat(outcomes.get(1).action()).isEqualTo(PairAction.EXPLAINED);
    assertThat(model.prompts()).hasSize(1);
  }

  @Test
  void settingsHoldAllThatTheOutcomesDependOn() {
    ExplanationTeacher step = builder(ExplanationKind.STRUCTURED_NO_IMPORTANCE).build();
    assertThat(step.name()).isEqualTo("explain-structured-no-importance");
    assertThat(step.settings())
        .containsEntry("teacher", "test:recorded")
        .containsEntry("serializer", "title only")
        .containsEntry("questions", "2")
        .containsEntry("on contradiction", "DROP")
        .containsKeys("prompt for matches", "prompt for non-matches", "seed", "temperature");
  }

  @Test
  void refusesWhatExplainsNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExplanationTeacher.builder(model, ExplanationKind.NONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(ExplanationKind.WADHWA).questions(0))
        .withMessageContaining("found 0");
  }

  private static PairOutcome explain(TrainingPair pair, ExplanationTeacher.Builder builder) {
    return builder.build().apply(List.of(pair)).get(0);
  }

  private ExplanationTeacher.Builder builder(ExplanationKind kind) {
    return ExplanationTeacher.builder(model, kind).entity("product");
  }

  private static Prompt prompt(TrainingPair pair, ExplanationKind kind) {
    return new ExplanationPrompts(kind, Verbalizer.YES_NO, "product")
        .prompt(
            pair.pair().pair().left().attribute("title").orElseThrow(),
            pair.pair().pair().right().attribute("title").orElseThrow(),
            pair.pair().label());
  }
}
