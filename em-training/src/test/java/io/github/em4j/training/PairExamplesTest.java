package io.github.em4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.em4j.AttributeComparison;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.TextExplanation;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.prompts.DemonstrationStyle;
import io.github.em4j.prompts.PromptRenderer;
import io.github.em4j.prompts.PromptTemplate;
import io.github.em4j.prompts.explanation.ExplanationKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class PairExamplesTest {
  private static final PromptRenderer RENDERER =
      PromptRenderer.builder()
          .template(PromptTemplate.builder("short", "{left} or {right}?").build())
          .build();

  private static final LabeledPair MATCH = pair("a", "b", MatchLabel.MATCH);
  private static final LabeledPair NON_MATCH = pair("c", "d", MatchLabel.NON_MATCH);

  private static LabeledPair pair(String left, String right, MatchLabel label) {
    return new LabeledPair(
        new CandidatePair(
            new EntityDescription("l", Map.of("title", left)),
            new EntityDescription("r", Map.of("title", right))),
        label);
  }

  private static List<String> texts(FineTuningData data) {
    return data.examples().stream().map(PairExamplesTest::text).toList();
  }

  private static String text(FineTuningExample example) {
    return example.prompt().messages().get(0).content() + " " + example.completion();
  }

  @Test
  void aPairBecomesAPromptAndItsWord() {
    FineTuningData data =
        PairExamples.of("two", RENDERER)
            .train(List.of(MATCH, NON_MATCH))
            .validate(List.of(NON_MATCH))
            .build();
    assertThat(texts(data)).containsExactly("a or b? Yes", "c or d? No");
    assertThat(data.examples().get(1).label()).contains(MatchLabel.NON_MATCH);
    assertThat(data.validation().get(0).choices()).containsExactly("Yes", "No");
    assertThat(data.validation().get(0).answer()).isEqualTo("No");
    assertThat(data.validation().get(0).isPositive()).isFalse();
    assertThat(data.provenance().facts())
        .containsKey("template")
        .containsEntry("bothOrders", "false");
    assertThat(ClassBalance.of(data)).hasToString("1 matches (50.0 %), 1 non-matches");
  }

  @Test
  void eachPairIsLearntInBothOrdersAndValidatedInOne() {
    FineTuningData data =
        PairExamples.of("two", RENDERER)
            .bothOrders(true)
            .train(List.of(MATCH, NON_MATCH))
            .validate(List.of(MATCH))
            .build();
    assertThat(texts(data))
        .containsExactly("a or b? Yes", "b or a? Yes", "c or d? No", "d or c? No");
    assertThat(data.validation()).hasSize(1);
  }

  @Test
  void theLinesOfAStructuredExplanationAreExchangedWithTheSides() {
    StructuredExplanation why =
        new StructuredExplanation(
            List.of(
                new AttributeComparison(
                    "title",
                    Optional.of("a"),
                    Optional.empty(),
                    OptionalDouble.of(0.5),
                    OptionalDouble.of(0))));
    FineTuningData data =
        PairExamples.of("one", RENDERER)
            .explanation(ExplanationKind.STRUCTURED)
            .bothOrders(true)
            .train(MATCH, why)
            .build();
    assertThat(texts(data))
        .containsExactly(
            "a or b? Yes.\nattribute=title|||importance=0.50|||values=a###missing|||similarity=0.00",
            "b or a? Yes.\nattribute=title|||importance=0.50|||values=missing###a|||similarity=0.00");
  }

  @Test
  void aPairThatIsExplainedInProseIsLearntAsItIs() {
    FineTuningData data =
        PairExamples.of("one", RENDERER)
            .explanation(ExplanationKind.LONG_TEXTUAL)
            .bothOrders(true)
            .train(MATCH, new TextExplanation("The first is the second."))
            .build();
    assertThat(texts(data)).containsExactly("a or b? Yes. The first is the second.");
  }

  @Test
  void aCompletionBeginsAsTheChoicesDo() {
    PromptRenderer inline =
        PromptRenderer.builder()
            .template(PromptTemplate.builder("short", "{left} or {right}?").build())
            .style(DemonstrationStyle.INLINE)
            .build();
    FineTuningData data = PairExamples.of("one", inline).train(List.of(MATCH)).build();
    assertThat(data.examples().get(0).completion()).isEqualTo(" Yes");
  }

  @Test
  void refusesPairsWithoutTheExplanationsThatAreAskedFor() {
    PairExamples examples =
        PairExamples.of("one", RENDERER).explanation(ExplanationKind.STRUCTURED);
    assertThatIllegalArgumentException().isThrownBy(() -> examples.train(List.of(MATCH)));
  }

  @Test
  void refusesToMixRepresentations() {
    PairExamples examples = PairExamples.of("one", RENDERER).train(List.of(MATCH));
    assertThatIllegalStateException().isThrownBy(() -> examples.bothOrders(true));
    assertThatIllegalStateException()
        .isThrownBy(() -> examples.explanation(ExplanationKind.WADHWA));
  }
}
