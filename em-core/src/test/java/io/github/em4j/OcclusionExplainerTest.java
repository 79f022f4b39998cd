package io.github.em4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OcclusionExplainerTest {
  private static final Provenance PROVENANCE = Provenance.of("scripted");

  /** Believes in a match by 0.2, more where both say "gu150", less where one alone says "used". */
  private static final class Scripted implements EntityMatcher {
    @Override
    public Provenance provenance() {
      return PROVENANCE;
    }

    @Override
    public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
      return pairs.stream().map(Scripted::decide).toList();
    }

    private static MatchOutcome decide(CandidatePair pair) {
      if (pair.left().attribute("title").isEmpty()) {
        return new MatchFailure(pair, new EntityMatchingException("no title"));
      }
      String left = title(pair.left());
      String right = title(pair.right());
      double probability = 0.2;
      if (left.contains("gu150") && right.contains("gu150")) {
        probability += 0.6;
      }
      if (left.contains("used") != right.contains("used")) {
        probability -= 0.1;
      }
      return MatchDecision.builder(pair, PROVENANCE)
          .label(MatchLabel.of(probability >= 0.5))
          .matchProbability(probability)
          .build();
    }

    private static String title(EntityDescription side) {
      return side.attribute("title").orElse("").toLowerCase(Locale.ROOT).replace("-", "");
    }

    @Override
    public void close() {}
  }

  private static CandidatePair pair(String left, String right) {
    return new CandidatePair(
        EntityDescription.of("1").with("title", left),
        EntityDescription.of("2").with("title", right));
  }

  @Test
  void findsTheWordsThatADecisionRestsOnTheStrongestFirst() {
    StructuredExplanation why =
        new OcclusionExplainer(new Scripted())
            .explain(pair("Beldyne GU-150 grinder", "used grinder gu150"));
    assertThat(why.comparisons()).hasSize(2);
    AttributeComparison model = why.comparisons().get(0);
    assertThat(model.attribute()).isEqualTo("title");
    assertThat(model.left()).contains("GU-150");
    assertThat(model.right()).contains("gu150");
    assertThat(model.importance().orElseThrow()).isCloseTo(0.6, within(1e-9));
    assertThat(model.similarity()).hasValue(1);
    AttributeComparison used = why.comparisons().get(1);
    assertThat(used.left()).isEmpty();
    assertThat(used.right()).contains("used");
    assertThat(used.importance().orElseThrow()).isCloseTo(-0.1, within(1e-9));
    assertThat(used.similarity()).hasValue(0);
  }

  @Test
  void leavesOutAWordWithoutWhichNothingCanBeDecided() {
    StructuredExplanation why =
        new OcclusionExplainer(new Scripted()).explain(pair("gu150", "gu150 used"));
    assertThat(why.comparisons())
        .extracting(AttributeComparison::right)
        .containsExactly(Optional.of("used"));
  }

  @Test
  void saysWhyAPairCannotBeExplained() {
    var explainer = new OcclusionExplainer(new Scripted());
    var untitled = new CandidatePair(EntityDescription.of("1"), EntityDescription.of("2"));
    assertThatThrownBy(() -> explainer.explain(untitled))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessage("no title");
  }

  @Test
  void asksForDecisionsWithAProbability() {
    try (EntityMatcher undecided = new TitleEqualityMatcher()) {
      var explainer = new OcclusionExplainer(undecided);
      var untitled =
          new CandidatePair(
              EntityDescription.of("1"), EntityDescription.of("2").with("title", "a"));
      assertThatThrownBy(() -> explainer.explain(untitled))
          .isInstanceOf(EntityMatchingException.class)
          .hasMessageContaining("probability");
    }
  }
}
