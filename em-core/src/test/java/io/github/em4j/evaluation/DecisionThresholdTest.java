package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.DatasetSplit;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DecisionThresholdTest {

  @Test
  void liesInTheMiddleBelowTheLastPairWorthAccepting() {
    Predictions validation = Given.probabilities("valid", "11010", 0.9, 0.7, 0.6, 0.4, 0.1);

    DecisionThreshold threshold = DecisionThreshold.bestF1On(validation);

    // Accepting four: precision 3/4, recall 1.
    assertThat(threshold.value()).isCloseTo(0.25, within(1e-15));
    assertThat(threshold.choice()).contains(new DecisionThreshold.Choice("valid", 5, 6 / 7.0));
  }

  @Test
  void isTheHighestOfSeveralEquallyGoodOnes() {
    // Accepting one: 2·1 / (1 + 2); accepting all four: 2·2 / (4 + 2). Both 2/3.
    Predictions validation = Given.probabilities("valid", "1001", 0.9, 0.7, 0.6, 0.4);

    assertThat(DecisionThreshold.bestF1On(validation).value()).isCloseTo(0.8, within(1e-15));
  }

  @Test
  void acceptsEverythingWhereThatIsBest() {
    DecisionThreshold threshold =
        DecisionThreshold.bestF1On(Given.probabilities("valid", "011", 0.9, 0.8, 0.4));

    assertThat(threshold.value()).isEqualTo(0.2);
    assertThat(threshold.choice().orElseThrow().f1()).isEqualTo(0.8);
  }

  @Test
  void separatesNeighbouringDoubles() {
    double below = Math.nextDown(0.5);

    DecisionThreshold threshold =
        DecisionThreshold.bestF1On(Given.probabilities("valid", "10", 0.5, below));

    assertThat(threshold.value()).isEqualTo(0.5);
    assertThat(threshold.choice().orElseThrow().f1()).isEqualTo(1);
  }

  @Test
  void isNeverChosenOnTestData() {
    for (String name : List.of("test", "test-050un", "Test")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DecisionThreshold.bestF1On(Given.probabilities(name, "1", 0.5)))
          .withMessageContaining("never on test data")
          .withMessageContaining("'" + name + "'");
    }
  }

  @Test
  void needsAMatchToBeChosenOn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecisionThreshold.bestF1On(Given.probabilities("valid", "00", 0.5, 0.1)))
        .withMessageContaining("found none in split 'valid'");
  }

  @Test
  void needsAProbabilityWithEveryDecision() {
    Predictions parsed = Given.answers("10", "1!");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecisionThreshold.bestF1On(parsed))
        .withMessageContaining("1 of 2 pairs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecisionThreshold.fixed(0.5).applyTo(parsed))
        .withMessageContaining("1 of 2 pairs");
  }

  @Test
  void countsMatchesThatFailedAgainstRecall() {
    DatasetSplit split = Given.split("valid", "110");
    Predictions validation =
        Predictions.of(
            split,
            List.of(
                Given.outcome(split.pairs().get(0).pair(), '1', OptionalDouble.of(0.9)),
                Given.outcome(split.pairs().get(1).pair(), '!', OptionalDouble.empty()),
                Given.outcome(split.pairs().get(2).pair(), '0', OptionalDouble.of(0.1))));

    DecisionThreshold threshold = DecisionThreshold.bestF1On(validation);

    assertThat(threshold.choice().orElseThrow().f1()).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(threshold.applyTo(validation).counts().failed()).isEqualTo(1);
  }

  @Test
  void decidesUndecidedPairsThatHaveAProbability() {
    DatasetSplit split = Given.split("valid", "10");
    Predictions undecided =
        Predictions.of(
            split,
            List.of(
                Given.outcome(split.pairs().get(0).pair(), '?', OptionalDouble.of(0.6)),
                Given.outcome(split.pairs().get(1).pair(), '?', OptionalDouble.empty())));

    Predictions decided = DecisionThreshold.fixed(0.5).applyTo(undecided);

    assertThat(decided.get(0).answer()).isEqualTo(Answer.MATCH);
    assertThat(decided.get(1).answer()).isEqualTo(Answer.UNDECIDED);
    assertThat(undecided.get(0).answer()).isEqualTo(Answer.UNDECIDED);
  }

  @Test
  void countsItsOwnValueAsAMatch() {
    assertThat(DecisionThreshold.fixed(0.5).decide(0.5)).isEqualTo(MatchLabel.MATCH);
    assertThat(DecisionThreshold.fixed(0.5).decide(Math.nextDown(0.5)))
        .isEqualTo(MatchLabel.NON_MATCH);
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatIllegalArgumentException().isThrownBy(() -> DecisionThreshold.fixed(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> DecisionThreshold.fixed(1.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecisionThreshold.fixed(0.5).decide(Double.NaN));
  }

  @Test
  void saysWhereItComesFrom() {
    assertThat(DecisionThreshold.fixed(0.5)).hasToString("0.5 (fixed)");
    assertThat(DecisionThreshold.bestF1On(Given.probabilities("valid", "10", 0.75, 0.25)))
        .hasToString("0.5 (best F1 on valid)");
  }
}
