package io.github.em4j.training.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.testing.ScriptedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class RelevancyFilterTest {
  private static final List<TrainingPair> PAIRS =
      Given.trainingPairs(
          Given.match("hard lamp", "lamp"),
          Given.nonMatch("easy chair", "table"),
          Given.nonMatch("hard chair", "stool"),
          Given.match("odd desk", "desk"),
          Given.match("broken desk", "desk"));

  private static String answer(String question) {
    if (question.contains("broken")) {
      throw new EntityMatchingException("no answer");
    }
    return question.contains("hard") ? "Yes." : question.contains("easy") ? "No" : "Hm";
  }

  @Test
  void asksInTheGoldenWords() throws IOException {
    var asked = new ArrayList<String>();
    var model =
        new ScriptedModel(
            question -> {
              asked.add(question);
              return "Yes";
            },
            question -> 1.0);
    RelevancyFilter.judgedBy(model.writingOnly())
        .entity("product")
        .build()
        .apply(PAIRS.subList(0, 2));

    // Non-matches are asked about before matches.
    assertThat(String.join("\n", asked) + "\n").isEqualTo(golden());
  }

  private static String golden() throws IOException {
    try (var in =
        Objects.requireNonNull(
            RelevancyFilterTest.class.getResourceAsStream("corner-case-questions.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void keepsCornerCasesByTextAndWhatTheModelCannotSay() {
    var model = new ScriptedModel(RelevancyFilterTest::answer, question -> 0.5);
    List<PairOutcome> outcomes = RelevancyFilter.judgedBy(model.writingOnly()).build().apply(PAIRS);

    assertThat(Given.keys(outcomes)).containsExactly("t:1", "t:3", "t:4", "t:5");
    assertThat(Given.reasons(outcomes))
        .containsExactly(
            "corner case", "obvious", "corner case", "judge undecided", "judge failed");
    assertThat(outcomes.get(0).details()).containsEntry("answer", "Yes.");
    assertThat(outcomes.get(0).usage().completionTokens()).isEqualTo(1);
    assertThat(
            Given.keys(
                RelevancyFilter.judgedBy(model.writingOnly())
                    .undecided(UndecidedPolicy.DROP)
                    .build()
                    .apply(PAIRS)))
        .containsExactly("t:1", "t:3");
  }

  @Test
  void keepsCornerCasesByScore() {
    var model =
        new ScriptedModel(question -> "?", question -> question.contains("hard") ? 0.6 : 0.4);
    RelevancyFilter.Builder filter = RelevancyFilter.scoring(model);

    assertThat(Given.keys(filter.build().apply(PAIRS))).containsExactly("t:1", "t:3");
    assertThat(filter.build().apply(PAIRS).get(0).details()).containsKey("p");
    assertThat(Given.keys(filter.threshold(0.7).build().apply(PAIRS))).isEmpty();
    assertThat(Given.keys(filter.threshold(0.4).build().apply(PAIRS))).hasSize(5);
    assertThatIllegalArgumentException().isThrownBy(() -> filter.byText().build());
    assertThat(Given.reasons(RelevancyFilter.judgedBy(model).byText().build().apply(PAIRS)))
        .containsOnly("judge undecided");
  }

  @Test
  void saysWhatItsOutcomesDependOn() {
    var model = ScriptedModel.answering("Yes");

    assertThat(RelevancyFilter.judgedBy(model).entity("product").build().settings())
        .containsEntry("match.model", "test:scripted")
        .containsEntry("match.serializer", "title only")
        .containsKey("nonMatch.template")
        .containsEntry("undecided", "KEEP")
        .isNotEqualTo(RelevancyFilter.judgedBy(model).entity("paper").build().settings())
        .isNotEqualTo(
            RelevancyFilter.judgedBy(model).entity("product").threshold(0.6).build().settings());
  }

  @Test
  void refusesSettingsThatCannotBe() {
    RelevancyFilter.Builder filter = RelevancyFilter.judgedBy(ScriptedModel.answering("Yes"));

    assertThatIllegalArgumentException().isThrownBy(() -> filter.threshold(1.5));
    assertThatIllegalArgumentException().isThrownBy(() -> filter.entity(" ").build());
  }
}
