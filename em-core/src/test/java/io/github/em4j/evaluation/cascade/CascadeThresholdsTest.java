package io.github.em4j.evaluation.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.MatchLabel;
import io.github.em4j.evaluation.Given;
import io.github.em4j.evaluation.Given.ScoredPair;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CascadeThresholdsTest {
  // The cheap matcher is clear at both ends and takes the two pairs in the middle the wrong way.
  private static final Predictions CHEAP =
      Given.probabilities("valid", "110100", 0.95, 0.9, 0.6, 0.4, 0.2, 0.1);
  private static final Predictions DEAR = Given.answers("110100", "110100");

  private static CascadeThresholds choose(CascadeTarget target) {
    return CascadeThresholds.chooseOn(CHEAP, DEAR, target).orElseThrow();
  }

  @Test
  void passesOnWhatTheCheapMatcherCannotTellApart() {
    CascadeThresholds chosen = choose(CascadeTarget.bestF1());

    assertThat(chosen.upper()).isCloseTo(0.75, within(1e-12));
    assertThat(chosen.lower()).isCloseTo(0.3, within(1e-12));
    assertThat(chosen.choice())
        .contains(new CascadeThresholds.Choice("valid", 6, "best F1", 2 / 6.0, 1, 1, 1));
    assertThat(chosen.decide(0.75)).contains(MatchLabel.MATCH);
    assertThat(chosen.decide(0.74)).isEmpty();
    assertThat(chosen.decide(0.31)).isEmpty();
    assertThat(chosen.decide(0.29)).contains(MatchLabel.NON_MATCH);
  }

  @Test
  void passesOnNothingWhereThereIsNoBudget() {
    CascadeThresholds chosen = choose(CascadeTarget.share(0));

    assertThat(chosen.lower()).isEqualTo(chosen.upper());
    // Accepting four: precision 3/4, recall 1; accepting two: precision 1, recall 2/3.
    assertThat(chosen.upper()).isCloseTo(0.3, within(1e-12));
    assertThat(chosen.applyTo(CHEAP, DEAR).passedOn()).isZero();
  }

  @Test
  void spendsABudgetOfMoney() {
    var prices = new CascadePrices(0.1, 3);

    // Two pairs in six are 0.1 + 3 * 2 / 6 per 1,000 pairs.
    CascadeThresholds chosen = choose(CascadeTarget.cost(1.1, prices));

    assertThat(chosen.choice().orElseThrow().share()).isEqualTo(2 / 6.0);
    assertThat(prices.perThousand(2 / 6.0)).isCloseTo(1.1, within(1e-12));
    assertThat(choose(CascadeTarget.cost(1.09, prices)).choice().orElseThrow().share()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CascadeTarget.cost(0.05, prices))
        .withMessageContaining("must pay for the cheap matcher");
  }

  @Test
  void reachesAPrecisionOrARecallOrNothing() {
    assertThat(
            choose(CascadeTarget.share(0.2).minPrecision(0.9)).choice().orElseThrow().precision())
        .isEqualTo(1);
    assertThat(choose(CascadeTarget.share(0.2).minRecall(0.9)).choice().orElseThrow().recall())
        .isEqualTo(1);
    assertThat(
            CascadeThresholds.chooseOn(
                CHEAP, DEAR, CascadeTarget.share(0.1).minPrecision(0.9).minRecall(0.9)))
        .isEmpty();
  }

  @Test
  void passesOnTheFewestPairsForAQuality() {
    CascadeTarget target = CascadeTarget.fewestPassedOn().minF1(0.9);

    CascadeThresholds chosen = choose(target);

    assertThat(target).hasToString("fewest passed on, F1 at least 0.9");
    assertThat(chosen.choice().orElseThrow().share()).isEqualTo(2 / 6.0);
    assertThat(chosen.toString()).endsWith(" (fewest passed on, F1 at least 0.9 on valid)");
  }

  @Test
  void hasNoClearCaseWhereTheCheapMatcherIsOnlyWrong() {
    Predictions wrong = Given.probabilities("valid", "01", 0.9, 0.1);

    CascadeThresholds chosen =
        CascadeThresholds.chooseOn(wrong, Given.answers("01", "01"), CascadeTarget.bestF1())
            .orElseThrow();

    assertThat(chosen.upper()).isEqualTo(CascadeThresholds.NONE_CLEAR);
    assertThat(chosen.decide(1)).isEmpty();
    assertThat(chosen.lower()).isEqualTo(0);
    assertThat(chosen.decide(0)).isEmpty();
  }

  @Test
  void drawsTheCurveOfOtherPairsToo() {
    Predictions cheapTest = Given.probabilities("test", "10", 0.6, 0.35);
    Predictions dearTest = Given.answers(Given.split("test", "10"), "01");

    CascadeCurve curve = CascadeCurve.chosenOn(CHEAP, DEAR);

    assertThat(curve.thresholds()).hasSize(2);
    List<CascadeCurve.Point> points = curve.applyTo(cheapTest, dearTest);
    assertThat(points.get(0).share()).isEqualTo(0);
    assertThat(points.get(0).counts().f1()).isEqualTo(2 / 3.0);
    // An honest curve may fall: this dear matcher is wrong.
    assertThat(points.get(1).share()).isEqualTo(1);
    assertThat(points.get(1).counts().f1()).isEqualTo(0);
  }

  @Test
  void choosesAmongThousandsOfPairs() {
    var random = new SplittableRandom(3);
    var pairs = new ArrayList<ScoredPair>();
    var answers = new StringBuilder();
    for (int i = 0; i < 6_000; i++) {
      double probability = random.nextDouble();
      boolean match = random.nextDouble() < probability * probability;
      pairs.add(new ScoredPair(match, probability));
      answers.append(match == random.nextDouble() < 0.95 ? '1' : '0');
    }
    Predictions cheap = Given.predictions(pairs);
    Predictions dear = Given.answers(cheap.split(), answers.toString());

    CascadeThresholds chosen =
        CascadeThresholds.chooseOn(cheap, dear, CascadeTarget.share(0.3)).orElseThrow();

    CascadeResult reached = chosen.applyTo(cheap, dear);
    assertThat(reached.share()).isBetween(0.29, 0.3);
    assertThat(reached.counts().f1()).isEqualTo(chosen.choice().orElseThrow().f1());
    assertThat(reached.counts().f1())
        .isGreaterThan(
            CascadeThresholds.chooseOn(cheap, dear, CascadeTarget.share(0))
                .orElseThrow()
                .choice()
                .orElseThrow()
                .f1());
  }

  @Test
  void isNeverChosenOnTestData() {
    Predictions cheap = Given.probabilities("test", "10", 0.9, 0.1);
    Predictions dear = Given.answers("10", "10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CascadeThresholds.chooseOn(cheap, dear, CascadeTarget.bestF1()))
        .withMessageContaining("never on test data");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CascadeThresholds.chooseOn(
                    Given.probabilities("valid", "10", 0.9, 0.1),
                    Given.answers(Given.split("test", "10"), "10"),
                    CascadeTarget.bestF1()))
        .withMessageContaining("never on test data");
    assertThatIllegalArgumentException().isThrownBy(() -> CascadeCurve.chosenOn(cheap, dear));
  }

  @Test
  void needsTheSamePairsAMatchAndProbabilities() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CascadeThresholds.chooseOn(
                    CHEAP, Given.answers("110000", "110000"), CascadeTarget.bestF1()))
        .withMessageContaining("same pairs");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CascadeThresholds.chooseOn(
                    Given.probabilities("valid", "00", 0.9, 0.1),
                    Given.answers("00", "00"),
                    CascadeTarget.bestF1()))
        .withMessageContaining("needs a match");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CascadeThresholds.chooseOn(DEAR, DEAR, CascadeTarget.bestF1()))
        .withMessageContaining("must give probabilities");
  }

  @Test
  void refusesWhatIsNoThresholdNoTargetAndNoPrice() {
    assertThatIllegalArgumentException().isThrownBy(() -> CascadeThresholds.fixed(0.6, 0.4));
    assertThatIllegalArgumentException().isThrownBy(() -> CascadeThresholds.fixed(-0.1, 0.4));
    assertThatIllegalArgumentException().isThrownBy(() -> CascadeThresholds.fixed(0.1, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> CascadeThresholds.fixed(Double.NaN, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CascadeThresholds.fixed(0.1, 0.9).decide(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> CascadeTarget.precision(1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> CascadeTarget.recall(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new CascadePrices(0.1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new CascadePrices(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new CascadePrices(0.1, 1).perThousand(2));
  }

  @Test
  void letsTheCheapAnswerStandWhereTheDearOneIsMissing() {
    Predictions cheap = Given.answers("1111", "10?0");
    Predictions dear = Given.answers("1111", "?!?1");

    Predictions joined = DearFailure.CHEAP_DECISION.applyTo(cheap, dear);

    assertThat(joined.counts()).isEqualTo(Given.answers("1111", "10?1").counts());
    assertThat(DearFailure.FAIL.applyTo(cheap, dear)).isSameAs(dear);
  }
}
