package io.github.em4j.evaluation.abstention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.DecisionThreshold;
import io.github.em4j.evaluation.Given;
import io.github.em4j.evaluation.Predictions;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AbstentionTest {
  // Decided at one half: right, wrong, right, wrong, right; confidences 0.9, 0.8, 0.7, 0.6, 0.55.
  private static final Predictions FIVE =
      Given.probabilities("valid", "10101", 0.9, 0.8, 0.7, 0.6, 0.55);

  @Test
  void leavesTheLeastConfidentPairsToPeople() {
    AbstentionPoint point = AbstentionCurve.of(FIVE).review(0.4);

    assertThat(point.lowestConfidence()).hasValue(0.7);
    assertThat(point.kept()).isEqualTo(ConfusionCounts.of(2, 1, 0, 0));
    assertThat(point.reviewed()).isEqualTo(ConfusionCounts.of(1, 1, 0, 0));
    assertThat(point.coverage()).isEqualTo(0.6);
    assertThat(point.risk()).hasValue(1 / 3.0);
    assertThat(point.errorsCaught()).hasValue(0.5);
    assertThat(point.kept().f1()).isEqualTo(0.8);
    assertThat(point.afterReview()).isEqualTo(ConfusionCounts.of(3, 1, 1, 0));
    assertThat(point.afterReview().f1()).isCloseTo(6 / 7.0, within(1e-12));
  }

  @Test
  void averagesTheRiskOverAllCoverages() {
    // Errors among the first one to five pairs: 0, 1, 1, 2, 2.
    double expected = (0 + 1 / 2.0 + 1 / 3.0 + 2 / 4.0 + 2 / 5.0) / 5;

    assertThat(AbstentionCurve.of(FIVE).areaUnderRiskCoverage()).isCloseTo(expected, within(1e-12));
    assertThat(AbstentionCurve.of(FIVE).excessArea())
        .isCloseTo(expected - (1 / 4.0 + 2 / 5.0) / 5, within(1e-12));
  }

  @Test
  void takesTheRateOfErrorsAsTheAreaWhereConfidenceSaysNothing() {
    Predictions flat = Given.probabilities("valid", "11100", 0.5, 0.5, 0.5, 0.5, 0.5);

    assertThat(AbstentionCurve.of(flat).areaUnderRiskCoverage()).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void measuresConfidenceInTheAnswerThatAThresholdGave() {
    // At 0.2, the pair of 0.3 is a match with confidence 0.3, the pair of 0.1 a non-match with 0.9.
    Predictions decided =
        DecisionThreshold.fixed(0.2).applyTo(Given.probabilities("valid", "10", 0.3, 0.1));

    assertThat(AbstentionCurve.of(decided).points())
        .extracting(AbstentionPoint::lowestConfidence)
        .containsExactly(OptionalDouble.of(0.3), OptionalDouble.of(0.9), OptionalDouble.empty());
  }

  @Test
  void choosesTheThresholdThatKeepsMost() {
    AbstentionThreshold third = AbstentionThreshold.forRiskOn(FIVE, 0.35).orElseThrow();

    assertThat(third.value()).isCloseTo(0.65, within(1e-12));
    assertThat(third.choice().orElseThrow().coverage()).isEqualTo(0.6);
    assertThat(third).hasToString(third.value() + " (risk at most 0.35 on valid)");
    // More pairs bring the risk from 1/2 down to 2/5 again.
    assertThat(AbstentionThreshold.forRiskOn(FIVE, 0.4).orElseThrow().value())
        .isCloseTo(0.275, within(1e-12));
    assertThat(AbstentionThreshold.forPrecisionOn(FIVE, 1).orElseThrow().value())
        .isCloseTo(0.85, within(1e-12));
  }

  @Test
  void findsNoThresholdWhereEvenTheMostConfidentPairIsWrong() {
    Predictions wrong = Given.probabilities("valid", "01", 0.9, 0.6);

    assertThat(AbstentionThreshold.forRiskOn(wrong, 0.1)).isEmpty();
    assertThat(AbstentionThreshold.forPrecisionOn(wrong, 0.6)).isEmpty();
  }

  @Test
  void isNeverChosenOnTestData() {
    Predictions test = Given.probabilities("test", "10", 0.9, 0.1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AbstentionThreshold.forRiskOn(test, 0.1))
        .withMessageContaining("never on test data");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AbstentionThreshold.forPrecisionOn(test, 0.9))
        .withMessageContaining("never on test data");
    assertThat(AbstentionThreshold.fixed(0.5).applyTo(test).coverage()).isEqualTo(1);
  }

  @Test
  void keepsOnlyAnswersThatAreConfidentEnough() {
    AbstentionThreshold threshold = AbstentionThreshold.fixed(0.8);
    var pair = new CandidatePair(EntityDescription.of("a"), EntityDescription.of("b"));

    assertThat(threshold.keeps(Given.outcome(pair, '1', OptionalDouble.of(0.8)))).isTrue();
    assertThat(threshold.keeps(Given.outcome(pair, '1', OptionalDouble.of(0.79)))).isFalse();
    assertThat(threshold.keeps(Given.outcome(pair, '0', OptionalDouble.of(0.1)))).isTrue();
    assertThat(threshold.keeps(Given.outcome(pair, '0', OptionalDouble.empty()))).isFalse();
    assertThat(threshold.keeps(Given.outcome(pair, '?', OptionalDouble.of(0.9)))).isFalse();
    assertThat(threshold.keeps(Given.outcome(pair, '!', OptionalDouble.empty()))).isFalse();
  }

  @Test
  void needsPairsProbabilitiesAndNumbersInRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AbstentionCurve.of(Given.answers("", "")))
        .withMessageContaining("at least one pair");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AbstentionCurve.of(Given.answers("10", "1!")))
        .withMessageContaining("1 of 2 pairs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AbstentionCurve.of(FIVE).review(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AbstentionThreshold.forRiskOn(FIVE, -0.1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AbstentionThreshold.forPrecisionOn(FIVE, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> AbstentionThreshold.fixed(1.1));
  }
}
