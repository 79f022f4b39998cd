package io.github.em4j.evaluation.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.TokenUsage;
import io.github.em4j.evaluation.DecisionThreshold;
import io.github.em4j.evaluation.Given;
import io.github.em4j.evaluation.ScriptedMatcher;
import io.github.em4j.testing.EntityMatcherContract;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CalibratedMatcherTest extends EntityMatcherContract {
  private static final Calibrator HALF_AS_SURE = TemperatureScaling.of(2);
  private static final DecisionThreshold AT_THIRTY_PERCENT = DecisionThreshold.fixed(0.3);

  private final ScriptedMatcher scripted =
      new ScriptedMatcher("scripted", CalibratedMatcherTest::decide);

  /** The left title says what to do; ordinary pairs get 0.2, which temperature 2 makes 1/3. */
  private static MatchDecision.Builder decide(CandidatePair pair) {
    return switch (pair.left().attribute("title").orElse("")) {
      case "fail" -> throw new EntityMatchingException("asked to fail");
      case "unsure" -> ScriptedMatcher.undecided(pair);
      case "unsure but likely" -> ScriptedMatcher.undecided(pair).matchProbability(0.9);
      case "blind" -> ScriptedMatcher.undecided(pair).label(MatchLabel.MATCH);
      case "unlikely" -> ScriptedMatcher.decision(pair, 0.01).rawAnswer("No.");
      default -> ScriptedMatcher.decision(pair, 0.2);
    };
  }

  @Override
  protected EntityMatcher createMatcher() {
    return CalibratedMatcher.of(
        new ScriptedMatcher("scripted", CalibratedMatcherTest::decide),
        HALF_AS_SURE,
        AT_THIRTY_PERCENT);
  }

  @Override
  protected Optional<CandidatePair> failingPair() {
    return Optional.of(pair("fail", "any"));
  }

  private MatchOutcome outcome(String title) {
    return CalibratedMatcher.of(scripted, HALF_AS_SURE, AT_THIRTY_PERCENT)
        .matchAll(List.of(pair(title, "any")))
        .get(0);
  }

  @Test
  void decidesAnewByTheCalibratedProbability() {
    MatchDecision decision = (MatchDecision) outcome("ordinary");

    assertThat(decision.matchProbability()).hasValue(HALF_AS_SURE.calibrate(0.2));
    assertThat(decision.isMatch()).isTrue();
  }

  @Test
  void keepsWhatElseTheMatcherSaid() {
    MatchDecision decision = (MatchDecision) outcome("unlikely");

    assertThat(decision.isMatch()).isFalse();
    assertThat(decision.rawAnswer()).contains("No.");
    assertThat(decision.usage()).isEqualTo(new TokenUsage(2, 1));
  }

  @Test
  void decidesAnUndecidedPairThatHasAProbabilityAndNoOther() {
    assertThat(((MatchDecision) outcome("unsure but likely")).label()).contains(MatchLabel.MATCH);
    assertThat(((MatchDecision) outcome("unsure")).label()).isEmpty();
  }

  @Test
  void failsAPairThatIsDecidedWithoutAProbability() {
    assertThat(outcome("blind")).isInstanceOf(MatchFailure.class);
    assertThat(((MatchFailure) outcome("blind")).error())
        .hasMessageContaining("needs a probability with every decision")
        .hasMessageContaining("'scripted'");
  }

  @Test
  void addsCalibratorAndThresholdToTheProvenance() {
    Calibrator fitted = TemperatureScaling.fitOn(Given.probabilities("valid", "10", 0.9, 0.2));
    EntityMatcher calibrated = CalibratedMatcher.of(scripted, fitted, AT_THIRTY_PERCENT);

    assertThat(calibrated.provenance().matcher()).isEqualTo("scripted");
    assertThat(calibrated.provenance().fact("model")).contains("script of scripted");
    assertThat(calibrated.provenance().fact(CalibratedMatcher.CALIBRATOR))
        .contains(fitted.toString());
    assertThat(fitted.toString()).contains("fitted on 2 pairs of valid");
    assertThat(calibrated.provenance().fact(CalibratedMatcher.THRESHOLD)).contains("0.3 (fixed)");
  }

  @Test
  void leavesTheMatcherOpen() {
    CalibratedMatcher.of(scripted, HALF_AS_SURE, AT_THIRTY_PERCENT).close();

    assertThat(scripted.isClosed()).isFalse();
  }
}
