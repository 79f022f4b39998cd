package io.github.em4j.prompts.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.AttributeComparison;
import io.github.em4j.MatchLabel;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.prompts.answer.Verbalizer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class StructuredExplanationProperties {

  @Property(tries = 500)
  void whatIsWrittenIsReadBack(
      @ForAll("structuredKinds") ExplanationKind kind,
      @ForAll MatchLabel label,
      @ForAll("comparisons") List<AttributeComparison> comparisons) {
    var renderer = new ExplanationRenderer(kind);
    String text = renderer.render(label, new StructuredExplanation(comparisons));
    ParsedExplanation parsed = parser(kind).parse(text);
    assertThat(parsed.label()).contains(label);
    assertThat(parsed.explanation().comparisons())
        .isEqualTo(comparisons.stream().map(renderer::normalize).toList());
    assertThat(parsed.wellFormed()).isEqualTo(comparisons.size());
  }

  @Property(tries = 500)
  void normalizingAgainChangesNothing(
      @ForAll("structuredKinds") ExplanationKind kind,
      @ForAll("comparison") AttributeComparison comparison) {
    var renderer = new ExplanationRenderer(kind);
    AttributeComparison once = renderer.normalize(comparison);
    assertThat(renderer.normalize(once)).isEqualTo(once);
  }

  @Property(tries = 500)
  void anyTextHasAResult(
      @ForAll("structuredKinds") ExplanationKind kind,
      @ForAll String text,
      @ForAll String left,
      @ForAll String right) {
    ParsedExplanation parsed = parser(kind).parse(text, left, right);
    assertThat(parsed.wellFormed() + parsed.repaired() + parsed.rejected())
        .isEqualTo(parsed.lines().size());
  }

  @Property(tries = 1_000)
  void anyMutationOfALineHasAResult(
      @ForAll("structuredKinds") ExplanationKind kind, @ForAll("mutations") String text) {
    ParsedExplanation parsed = parser(kind).parse(text, "acme x1 red", "acme x2");
    assertThat(parsed.explanation().comparisons()).hasSize(parsed.wellFormed() + parsed.repaired());
  }

  @Property(tries = 300)
  void everyLineThatIsNotBlankIsTheAnswerOrCounted(@ForAll("mutations") String text) {
    long lines = text.lines().filter(line -> !LineText.strip(line).isEmpty()).count();
    int counted = parser(ExplanationKind.STRUCTURED).parse(text).lines().size();
    // Text that starts with an attribute has no answer line; an answer may carry an attribute.
    assertThat((long) counted).isBetween(Math.max(0, lines - 1), lines);
  }

  private static StructuredExplanationParser parser(ExplanationKind kind) {
    return new StructuredExplanationParser(kind, Verbalizer.YES_NO);
  }

  @Provide
  Arbitrary<ExplanationKind> structuredKinds() {
    return Arbitraries.of(ExplanationKind.class).filter(ExplanationKind::isStructured);
  }

  @Provide
  Arbitrary<List<AttributeComparison>> comparisons() {
    return comparison().list().ofMaxSize(4);
  }

  @Provide
  Arbitrary<AttributeComparison> comparison() {
    Arbitrary<Optional<String>> values = texts().optional(0.8);
    return Combinators.combine(
            texts().filter(name -> !name.isBlank()),
            values,
            values,
            Arbitraries.doubles().between(-1, 1),
            Arbitraries.doubles().between(0, 1))
        .as(
            (name, left, right, importance, similarity) ->
                new AttributeComparison(
                    name,
                    left,
                    right,
                    OptionalDouble.of(importance),
                    OptionalDouble.of(similarity)));
  }

  /** Any Unicode, and texts made of what could be taken for structure. */
  private static Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "|",
            "||",
            "|||",
            "#",
            "##",
            "###",
            "=",
            " ",
            "\n",
            "\r",
            "\u2028",
            "\u00a0",
            "a",
            "B",
            "missing",
            "Missing",
            "values=",
            "similarity=0.5",
            "importance=",
            "attribute=",
            "Yes",
            "\ud83d\ude80",
            "\ud83d",
            "\u0000",
            "0.5");
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(20),
        pieces.list().ofMaxSize(6).map(parts -> String.join("", parts)));
  }

  @Provide
  Arbitrary<String> mutations() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "Yes.",
            "No.",
            "\n",
            "attribute=",
            "attribute=colour",
            "|||",
            "importance=0.5",
            "|||importance=",
            "|||values=",
            "values=red",
            "###",
            "missing",
            "|||similarity=0.00",
            "similarity=1",
            "-",
            "0,5",
            "1e9",
            "NaN",
            "- ",
            "red",
            "x1",
            " ",
            "####",
            "||||");
    return pieces.list().ofMaxSize(20).map(parts -> String.join("", parts));
  }
}
