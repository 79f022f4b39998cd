package io.github.em4j.training.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SetStepsTest {
  private static final List<TrainingPair> PAIRS = Given.trainingPairs(Given.pairs(300));

  @Test
  void theBalancerSaysWhichPairsItCouldChooseAmong() {
    List<PairOutcome> outcomes = ClassBalancer.toMatchShare(0.5, 1).apply(PAIRS);

    assertThat(Given.keys(outcomes)).hasSize(200);
    assertThat(Given.reasons(outcomes)).contains("rare label", "chosen", "not chosen");
  }

  @Test
  void theBalancerNeedsPairsOfBothLabels() {
    ClassBalancer balancer = ClassBalancer.toMatchShare(0.5, 1);

    assertThat(balancer.apply(List.of())).isEmpty();
    assertThatThrownBy(() -> balancer.apply(PAIRS.subList(1, 3)))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("0 matches (0.0 %), 2 non-matches");
    assertThatIllegalArgumentException().isThrownBy(() -> ClassBalancer.toMatchShare(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> ClassBalancer.toMatchShare(1, 1));
  }

  @Test
  void stepsWithOneSeedChooseIndependently() {
    // By one and the same order the limit would take most non-matches that the balancer chose.
    List<PairOutcome> balanced = ClassBalancer.toMatchShare(0.5, 7).apply(PAIRS);
    List<TrainingPair> pairs = new StepOutcomes("", Map.of(), balanced).passedOn();
    List<PairOutcome> limited = PairLimit.of(100, 7).apply(pairs);

    long matches =
        limited.stream()
            .flatMap(outcome -> outcome.pairs().stream())
            .filter(pair -> pair.pair().label().isMatch())
            .count();
    assertThat(matches).isBetween(35L, 65L);
  }

  @Test
  void differentSeedsChooseDifferentPairs() {
    assertThat(Given.keys(PairLimit.of(50, 1).apply(PAIRS)))
        .isNotEqualTo(Given.keys(PairLimit.of(50, 2).apply(PAIRS)));
    assertThat(PairLimit.of(50, 1).settings()).isNotEqualTo(PairLimit.of(50, 2).settings());
    assertThatIllegalArgumentException().isThrownBy(() -> PairLimit.of(-1, 1));
  }
}
