package io.github.em4j.training.selection.teaching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import io.github.em4j.prompts.Serializers;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GenerationPromptsTest {
  static final EntityForm ONE_TEXT = new EntityForm.OneText(Serializers.titleOnly(), "title");
  static final EntityForm ATTRIBUTES = new EntityForm.Attributes(List.of("title", "brand"));

  private static final List<LabeledPair> DEMONSTRATIONS =
      List.of(
          RecordedFiles.pair("1", "Acme LP-300 27\" printer", "ACME LP300", true).pair(),
          RecordedFiles.pair("2", "Acme LP-300", "Acme {LP-310}", false).pair());

  @ParameterizedTest
  @EnumSource
  void asksForPairsAsTheGoldenFileSays(GenerationVariant variant) throws IOException {
    assertThat(GoldenPrompt.text(prompt(variant)))
        .isEqualTo(GoldenPrompt.file("generate-" + variant + ".txt"));
  }

  @Test
  void asksForObjectsAsTheGoldenFileSays() throws IOException {
    assertThat(GoldenPrompt.text(attributes()))
        .isEqualTo(GoldenPrompt.file("generate-attributes.txt"));
  }

  @Test
  void marksTheTextsOfAllEntitiesAsValues() {
    Message question = prompt(GenerationVariant.WITH_DEMONSTRATIONS).messages().get(1);
    assertThat(question.values())
        .extracting(value -> question.content().substring(value.start(), value.end()))
        .containsExactly(
            "Acme LP-100 5' cable",
            "acme lp 200",
            "Acme LP-300 27\\\" printer",
            "ACME LP300",
            "Acme LP-300",
            "Acme {LP-310}");
  }

  @Test
  void eachVariantAndEachLabelHasItsOwnHash() {
    assertThat(
            List.of(
                template(GenerationVariant.BRIEF, true),
                template(GenerationVariant.BRIEF, false),
                template(GenerationVariant.DETAILED, true),
                template(GenerationVariant.WITH_DEMONSTRATIONS, true)))
        .doesNotHaveDuplicates()
        .first()
        .asString()
        .startsWith("generate-brief (product, true)@");
  }

  private static String template(GenerationVariant variant, boolean match) {
    return new GenerationPrompts(variant, ONE_TEXT, "product").template(MatchLabel.of(match)).id();
  }

  static Prompt prompt(GenerationVariant variant) {
    return new GenerationPrompts(variant, ONE_TEXT, "product")
        .prompt("Acme LP-100 5' cable", "acme lp 200", MatchLabel.NON_MATCH, DEMONSTRATIONS);
  }

  static Prompt attributes() {
    return new GenerationPrompts(GenerationVariant.WITH_DEMONSTRATIONS, ATTRIBUTES, "product")
        .prompt(
            "{\"title\":\"LP-100\",\"brand\":\"Acme\"}",
            "{\"title\":\"Acme LP100\"}",
            MatchLabel.MATCH,
            DEMONSTRATIONS);
  }
}
