package io.github.em4j.prompts.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.AttributeComparison;
import io.github.em4j.Explanation;
import io.github.em4j.MatchLabel;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.TextExplanation;
import io.github.em4j.prompts.answer.Verbalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ExplanationRendererTest {
  private static final TextExplanation TEXT =
      new TextExplanation(
          "Both are laser printers of Acme.\n\nThe models differ: LP-100 is not LP-200.\n");

  private static final StructuredExplanation STRUCTURED =
      new StructuredExplanation(
          List.of(
              comparison("brand", Optional.of("Acme"), Optional.of("Acme"), 0.05, 1),
              comparison("model", Optional.of("LP-100"), Optional.of("LP-200"), -0.95, 0.125),
              comparison("colour", Optional.of("Missing"), Optional.of("grey\n"), -0.0, 0),
              comparison("part number", Optional.of("#17"), Optional.of("C#\t|||"), -0.5, 0)));

  private static AttributeComparison comparison(
      String name,
      Optional<String> left,
      Optional<String> right,
      double importance,
      double similarity) {
    return new AttributeComparison(
        name, left, right, OptionalDouble.of(importance), OptionalDouble.of(similarity));
  }

  @ParameterizedTest
  @EnumSource
  void writesEachRepresentationAsItsGoldenFileSays(ExplanationKind kind) throws IOException {
    Explanation explanation = kind.isTextual() ? TEXT : STRUCTURED;
    String target = new ExplanationRenderer(kind).render(MatchLabel.NON_MATCH, explanation);
    assertThat(target + "\n").isEqualTo(golden(kind + ".txt"));
  }

  @Test
  void writesTheAnswerAlone() {
    var renderer = new ExplanationRenderer(ExplanationKind.NONE, new Verbalizer("Ja", "Nein"));
    assertThat(renderer.render(MatchLabel.MATCH)).isEqualTo("Ja");
  }

  @Test
  void anAbsentNumberIsWrittenAsMissing() {
    var comparison =
        new AttributeComparison(
            "yield",
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());
    assertThat(
            new ExplanationRenderer(ExplanationKind.STRUCTURED)
                .render(MatchLabel.MATCH, new StructuredExplanation(List.of(comparison))))
        .isEqualTo(
            "Yes.\n"
                + "attribute=yield|||importance=missing|||values=missing###missing"
                + "|||similarity=missing");
  }

  @Test
  void refusesAnExplanationOfTheWrongType() {
    var textual = new ExplanationRenderer(ExplanationKind.WADHWA);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> textual.render(MatchLabel.MATCH, STRUCTURED))
        .withMessage("representation WADHWA needs a TextExplanation, found StructuredExplanation");
    assertThatIllegalArgumentException().isThrownBy(() -> textual.render(MatchLabel.MATCH));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ExplanationRenderer(ExplanationKind.STRUCTURED).render(MatchLabel.MATCH, TEXT));
  }

  @Test
  void onlyStructuredKindsHaveAnInstructionOfLines() {
    assertThat(ExplanationKind.NONE.instruction(Verbalizer.YES_NO)).isEmpty();
    assertThat(ExplanationKind.WADHWA.instruction(Verbalizer.YES_NO)).doesNotContain("|||");
    assertThat(ExplanationKind.STRUCTURED.instruction(Verbalizer.YES_NO))
        .contains("attribute=NAME|||importance=NUMBER|||values=LEFT###RIGHT|||similarity=NUMBER");
    assertThat(
            ExplanationKind.STRUCTURED_NO_IMPORTANCE_NO_SIMILARITY.instruction(
                new Verbalizer("Ja", "Nein")))
        .contains("attribute=NAME|||values=LEFT###RIGHT,")
        .startsWith("Answer with 'Ja' or 'Nein'");
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ExplanationRendererTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
