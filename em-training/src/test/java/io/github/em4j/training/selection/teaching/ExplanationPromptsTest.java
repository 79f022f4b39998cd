package io.github.em4j.training.selection.teaching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.MatchLabel;
import io.github.em4j.model.Message;
import io.github.em4j.prompts.answer.Verbalizer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ExplanationPromptsTest {

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void asksForEachKindAsItsGoldenFileSays(ExplanationKind kind) throws IOException {
    var prompts = new ExplanationPrompts(kind, Verbalizer.YES_NO, "product");
    assertThat(
            GoldenPrompt.text(
                prompts.prompt("Acme LP-100 5' cable\nwhite", "acme lp 200", MatchLabel.NON_MATCH)))
        .isEqualTo(GoldenPrompt.file("explain-" + kind + ".txt"));
  }

  @Test
  void saysTheKnownAnswerOfAMatch() {
    var prompts =
        new ExplanationPrompts(ExplanationKind.WADHWA, new Verbalizer("Ja", "Nein"), "paper");
    Message question = prompts.prompt("a", "b", MatchLabel.MATCH).messages().get(1);
    assertThat(question.content()).isEqualTo("Entity 1: 'a'\nEntity 2: 'b'\nKnown answer: Ja.");
    assertThat(question.values()).hasSize(2);
  }

  @Test
  void theTwoLabelsHaveTwoHashes() {
    var prompts = new ExplanationPrompts(ExplanationKind.STRUCTURED, Verbalizer.YES_NO, "product");
    assertThat(prompts.template(MatchLabel.MATCH).id())
        .startsWith("explain-structured (product, Yes)@")
        .isNotEqualTo(prompts.template(MatchLabel.NON_MATCH).id());
  }

  @Test
  void wordsWithBracesAreTakenAsTheyAre() {
    var prompts =
        new ExplanationPrompts(ExplanationKind.STRUCTURED, new Verbalizer("Y{1}", "N}"), "work");
    assertThat(prompts.prompt("a", "b", MatchLabel.MATCH).messages().get(1).content())
        .contains("Known answer: Y{1}.");
  }

  @Test
  void noneExplainsNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ExplanationPrompts(ExplanationKind.NONE, Verbalizer.YES_NO, "product"))
        .withMessageContaining("NONE");
  }
}
