package io.github.em4j.training.selection.teaching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.TokenUsage;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import io.github.em4j.prompts.DemonstrationSource;
import io.github.em4j.prompts.Serializers;
import io.github.em4j.training.selection.PairAction;
import io.github.em4j.training.selection.PairOutcome;
import io.github.em4j.training.selection.TrainingPair;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExampleGeneratorTest {
  private static final TrainingPair SEED =
      RecordedFiles.pair("train:7", "Acme LP-100 printer", "acme lp100", true);

  private static final String FOUR =
      """
      [{"entity_one": "Acme LP-200 printer", "entity_two": "acme lp200", "match": true},
       {"entity_one": "Acme LP-100 printer", "entity_two": "acme lp200", "match": false},
       {"entity_one": "Acme LP-100", "entity_two": "acme lp110", "match": false},
       {"entity_one": "Acme LP-100", "entity_two": "acme lp100 toner", "match": false}]
      """;

  private final RecordedTeacher model = new RecordedTeacher();

  @Test
  void passesTheSeedAndTheNewPairsOn() {
    model.answer(prompt(GenerationVariant.BRIEF, List.of()), FOUR);
    PairOutcome outcome = generate(builder(GenerationVariant.BRIEF));
    assertThat(outcome.action()).isEqualTo(PairAction.GENERATED);
    assertThat(outcome.reason()).isEqualTo("generated");
    assertThat(outcome.usage()).isEqualTo(new TokenUsage(10, 1));
    assertThat(outcome.details())
        .containsEntry("teacher", "test:recorded")
        .containsEntry("questions", "1")
        .containsEntry("written", "4")
        .containsEntry("matches", "1")
        .containsEntry("non-matches", "3")
        .doesNotContainKeys("rejected", "answer", "objections");
    assertThat(outcome.pairs())
        .extracting(TrainingPair::key)
        .containsExactly("train:7", "train:7/1", "train:7/2", "train:7/3", "train:7/4");
    TrainingPair made = outcome.pairs().get(2);
    assertThat(made.generatedFrom()).contains("train:7");
    assertThat(made.pair().label()).isEqualTo(MatchLabel.NON_MATCH);
    assertThat(made.pair().pair().left())
        .isEqualTo(EntityDescription.of("train:7/2.left").with("title", "Acme LP-100 printer"));
  }

  @Test
  void leavesTheSeedOutWhereItIsToldTo() {
    model.answer(prompt(GenerationVariant.DETAILED, List.of()), FOUR);
    PairOutcome outcome = generate(builder(GenerationVariant.DETAILED).keepsSeeds(false));
    assertThat(outcome.pairs()).hasSize(4).doesNotContain(SEED);
  }

  @Test
  void neitherTheSeedNorAKnownPairComesAgain() {
    model.answer(
        prompt(GenerationVariant.BRIEF, List.of()),
        FOUR + "{'entity_one': 'ACME  LP100', 'entity_two': 'Acme lp-100 printer', 'match': True}");
    PairOutcome outcome =
        generate(
            builder(GenerationVariant.BRIEF)
                .known(
                    List.of(
                        new DatasetSplit(
                            "test",
                            List.of(
                                RecordedFiles.pair("t", "acme lp110", "ACME lp-100", true).pair(),
                                untitled())))));
    assertThat(outcome.reason()).isEqualTo("generated in part");
    assertThat(outcome.details())
        .containsEntry("written", "5")
        .containsEntry("rejected", "KNOWN=2");
    assertThat(outcome.pairs())
        .extracting(TrainingPair::key)
        .containsExactly("train:7", "train:7/1", "train:7/2", "train:7/3");
  }

  @Test
  void showsDemonstrationsOtherThanThePairItselfAndTakesNoneOfThemBack() {
    LabeledPair shown = RecordedFiles.pair("d", "Acme LP-100", "acme lp110", false).pair();
    model.answer(prompt(GenerationVariant.WITH_DEMONSTRATIONS, List.of(shown)), FOUR);
    PairOutcome outcome =
        generate(
            builder(GenerationVariant.WITH_DEMONSTRATIONS)
                .demonstrations(
                    DemonstrationSource.fixed(List.of(SEED.pair(), shown, shown, untitled()))));
    assertThat(outcome.details()).containsEntry("rejected", "KNOWN=1");
  }

  @Test
  void asksAgainWhereNoPairServes() {
    Prompt prompt = prompt(GenerationVariant.BRIEF, List.of());
    model
        .answer(prompt, "Of course.")
        .answer(prompt, "[{'entity_one': 'a', 'entity_two': 'A', 'match': True}]")
        .answer(prompt, FOUR);
    PairOutcome outcome = generate(builder(GenerationVariant.BRIEF).questions(3));
    assertThat(outcome.details())
        .containsEntry("questions", "3")
        .containsEntry("objections", "no pair; no usable pair");
    assertThat(outcome.usage()).isEqualTo(new TokenUsage(30, 3));
    List<Message> third = model.prompts().get(2).messages();
    assertThat(third.get(third.size() - 1).content())
        .startsWith("No pair of the answer can be used (SAME_SIDES=1).");
  }

  @Test
  void aSeedThatNothingCanBeMadeFromStaysOrGoes() {
    model.answer(prompt(GenerationVariant.BRIEF, List.of()), "Sorry.");
    PairOutcome kept = generate(builder(GenerationVariant.BRIEF));
    assertThat(kept.action()).isEqualTo(PairAction.KEPT);
    assertThat(kept.reason()).isEqualTo("no pair");
    assertThat(kept.details()).containsEntry("answer", "Sorry.");
    PairOutcome dropped = generate(builder(GenerationVariant.BRIEF).keepsSeeds(false));
    assertThat(dropped.action()).isEqualTo(PairAction.DROPPED);
  }

  @Test
  void generatesObjectsOfAttributes() {
    var form = new EntityForm.Attributes(List.of("title", "brand"));
    model.answer(
        new GenerationPrompts(GenerationVariant.BRIEF, form, "product")
            .prompt(
                "{\"title\":\"Acme LP-100 printer\"}",
                "{\"title\":\"acme lp100\"}",
                MatchLabel.MATCH,
                List.of()),
        "[{\"entity_one\": {\"title\": \"LP-300\", \"brand\": \"Acme\"},"
            + " \"entity_two\": {\"title\": \"Acme LP300\"}, \"match\": true}]");
    PairOutcome outcome = generate(builder(GenerationVariant.BRIEF).attributes("title", "brand"));
    assertThat(outcome.pairs().get(1).pair().pair().left().attributes())
        .containsEntry("title", "LP-300")
        .containsEntry("brand", "Acme");
  }

  @Test
  void aPairThatTheModelFailsAtForGoodStays() {
    Prompt prompt = prompt(GenerationVariant.BRIEF, List.of());
    model.failure(prompt, new EntityMatchingException("content filter"));
    PairOutcome outcome = generate(builder(GenerationVariant.BRIEF));
    assertThat(outcome.reason()).isEqualTo("teacher failed");
    assertThat(outcome.details()).containsEntry("error", "content filter");
    var failing =
        new RecordedTeacher().failure(prompt, new EntityMatchingException("busy", null, true));
    ExampleGenerator step =
        ExampleGenerator.builder(failing, GenerationVariant.BRIEF).entity("product").build();
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> step.apply(List.of(SEED)))
        .matches(EntityMatchingException::isRetryable);
  }

  @Test
  void aPairThatCannotBeWrittenIsNotAskedAbout() {
    PairOutcome outcome =
        builder(GenerationVariant.BRIEF)
            .build()
            .apply(List.of(new TrainingPair("u", untitled())))
            .get(0);
    assertThat(outcome.reason()).isEqualTo("cannot be written");
    assertThat(model.prompts()).isEmpty();
  }

  @Test
  void settingsHoldAllThatTheOutcomesDependOn() {
    ExampleGenerator step =
        builder(GenerationVariant.BRIEF)
            .known(List.of(new DatasetSplit("test", List.of(SEED.pair(), SEED.pair().swapped()))))
            .build();
    assertThat(step.name()).isEqualTo("generate-brief");
    assertThat(step.settings())
        .containsEntry("variant", "BRIEF")
        .containsEntry("demonstrations", "none")
        .containsEntry("entities", "one text as 'title'")
        .containsEntry("keeps seeds", "true");
    assertThat(step.settings().get("known")).matches("1 pairs, [0-9a-f]{32}");
  }

  @Test
  void refusesDemonstrationsWhereNoneAreShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(builder(GenerationVariant.WITH_DEMONSTRATIONS)::build)
        .withMessage("variant WITH_DEMONSTRATIONS needs demonstrations");
    assertThatIllegalArgumentException()
        .isThrownBy(
            builder(GenerationVariant.BRIEF).demonstrations(DemonstrationSource.none())::build);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(GenerationVariant.BRIEF).attributes());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(GenerationVariant.BRIEF).oneText(Serializers.titleOnly(), " "));
  }

  private static PairOutcome generate(ExampleGenerator.Builder builder) {
    return builder.build().apply(List.of(SEED)).get(0);
  }

  private ExampleGenerator.Builder builder(GenerationVariant variant) {
    return ExampleGenerator.builder(model, variant).entity("product");
  }

  private static Prompt prompt(GenerationVariant variant, List<LabeledPair> demonstrations) {
    return new GenerationPrompts(variant, GenerationPromptsTest.ONE_TEXT, "product")
        .prompt("Acme LP-100 printer", "acme lp100", MatchLabel.MATCH, demonstrations);
  }

  private static LabeledPair untitled() {
    return new LabeledPair(
        new CandidatePair(EntityDescription.of("l"), EntityDescription.of("r")), MatchLabel.MATCH);
  }
}
