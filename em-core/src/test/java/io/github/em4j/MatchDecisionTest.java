package io.github.em4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MatchDecisionTest {
  private static final CandidatePair PAIR =
      new CandidatePair(EntityDescription.of("a"), EntityDescription.of("b"));
  private static final Provenance PROVENANCE = Provenance.of("test").with(Provenance.SEED, "42");

  @Test
  void isUndecidedUntilALabelIsSet() {
    MatchDecision decision = MatchDecision.builder(PAIR, PROVENANCE).rawAnswer("maybe").build();
    assertThat(decision.label()).isEmpty();
    assertThat(decision.isMatch()).isFalse();
    assertThat(decision.rawAnswer()).hasValue("maybe");
    assertThat(decision).hasToString("MatchDecision[a#b: undecided]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAProbabilityThatIsNone(double probability) {
    MatchDecision.Builder builder = MatchDecision.builder(PAIR, PROVENANCE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.matchProbability(probability))
        .withMessageContaining("[0, 1]");
  }

  @Test
  void isTheSameFromItsOwnBuilderButForTheProvenance() {
    MatchDecision decision =
        MatchDecision.builder(PAIR, PROVENANCE)
            .label(MatchLabel.MATCH)
            .matchProbability(0.75)
            .explanation(new TextExplanation("same title"))
            .rawAnswer("Yes.")
            .usage(new TokenUsage(20, 1))
            .build();
    Provenance other = Provenance.of("other");

    assertThat(decision.toBuilder(PROVENANCE).build()).isEqualTo(decision);
    assertThat(decision.toBuilder(other).build().provenance()).isEqualTo(other);
    assertThat(decision.toBuilder(other).build().toBuilder(PROVENANCE).build()).isEqualTo(decision);
    assertThat(decision.toBuilder(PROVENANCE).matchProbability(0.5).build()).isNotEqualTo(decision);
  }

  @Test
  void refusesAComparisonOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new AttributeComparison(
                    "brand",
                    Optional.of("x"),
                    Optional.empty(),
                    OptionalDouble.of(-1.5),
                    OptionalDouble.empty()))
        .withMessageContaining("importance of 'brand' must lie in [-1.0, 1.0], found -1.5");
  }

  @Test
  void provenanceKeepsTheOrderOfItsFactsAndKnowsTheVersion() {
    assertThat(PROVENANCE.facts().keySet())
        .containsExactly(Provenance.MATCHER, Provenance.VERSION, Provenance.SEED);
    assertThat(PROVENANCE.fact(Provenance.VERSION))
        .hasValueSatisfying(v -> assertThat(v).matches("\\d+\\.\\d+.*"));
    assertThat(PROVENANCE.fact("no such fact")).isEmpty();
  }
}
