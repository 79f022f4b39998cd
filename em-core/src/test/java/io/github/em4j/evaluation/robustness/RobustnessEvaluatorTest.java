package io.github.em4j.evaluation.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Answer;
import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.Proportion;
import io.github.em4j.evaluation.Score;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RobustnessEvaluatorTest {
  private static final DatasetSplit SPLIT = Given.split("1111100000");

  @Test
  void aMatcherThatObeysItsInputIsFoundOut() {
    EntityMatcher obedient =
        matcher(
            pair ->
                text(pair).contains("Yes") ? '1' : text(pair).contains("No") ? '0' : gold(pair));

    RobustnessReport report =
        RobustnessEvaluator.DEFAULTS.evaluate(
            obedient, SPLIT, List.of(Perturbations.remark(1), Perturbations.injection(1)));

    RobustnessResult remark = report.results().get(0);
    RobustnessResult injection = report.results().get(1);
    assertThat(report.f1().estimate()).isEqualTo(1);
    assertThat(remark.flips().flipped()).isZero();
    assertThat(remark.counts()).isEqualTo(report.counts());
    assertThat(injection.counts()).isEqualTo(ConfusionCounts.of(0, 5, 0, 5));
    assertThat(injection.flips().harm()).isEqualTo(new Proportion(10, 10));
    assertThat(injection.flips().toMatch()).isEqualTo(5);
    assertThat(injection.difference().difference().estimate()).isEqualTo(-1);
    assertThat(injection.changedPairs()).isEqualTo(10);
  }

  @Test
  void aMatcherThatPrefersOneSideFlipsWhenTheyAreSwapped() {
    EntityMatcher lopsided = matcher(pair -> text(pair).startsWith("left") ? '1' : '0');

    RobustnessResult swapped =
        RobustnessEvaluator.DEFAULTS
            .evaluate(lopsided, SPLIT, List.of(Perturbations.swappedSides()))
            .results()
            .get(0);

    assertThat(swapped.flips().rate()).isEqualTo(new Proportion(10, 10));
    assertThat(swapped.flips().toNonMatch()).isEqualTo(10);
    assertThat(swapped.flips().toWrong()).isEqualTo(5);
    assertThat(swapped.f1().estimate()).isZero();
  }

  @Test
  void aMatcherThatLooksAtTheOrderOfAttributesIsFoundOut() {
    EntityMatcher byFirst =
        matcher(
            pair ->
                pair.left().attributes().keySet().iterator().next().equals("price") ? '0' : '1');

    RobustnessResult shuffled =
        RobustnessEvaluator.DEFAULTS
            .evaluate(byFirst, SPLIT, List.of(Perturbations.attributeOrder(5)))
            .results()
            .get(0);

    // Only left sides have two attributes, so what changed is what flipped.
    assertThat(shuffled.changedPairs()).isBetween(1L, 9L);
    assertThat(shuffled.flips().flipped()).isEqualTo(shuffled.changedPairs());
  }

  @Test
  void storedRunsGiveTheSameReportAsTheMatcher() {
    Perturbation typos = Perturbations.typos(0.5, 3);
    EntityMatcher brittle = matcher(pair -> text(pair).contains("lantern") ? gold(pair) : '?');
    Predictions before = Given.answers(SPLIT, "1111100000");
    DatasetSplit mistyped = typos.perturb(SPLIT);
    Predictions after = Predictions.of(mistyped, brittle.matchAll(pairs(mistyped)));

    assertThat(RobustnessReport.of(before, Map.of(typos, after), Bootstrap.DEFAULTS))
        .isEqualTo(RobustnessEvaluator.DEFAULTS.evaluate(brittle, SPLIT, List.of(typos)));
  }

  @Test
  void undecidedAndFailedPairsAreNoFlipsAndStandApart() {
    Flips flips =
        Flips.between(Given.answers(SPLIT, "111??00!!0"), Given.answers(SPLIT, "0?!1?1011!"));

    assertThat(flips.flipped()).isEqualTo(2);
    assertThat(flips.toWrong()).isEqualTo(2);
    assertThat(flips.lost()).isEqualTo(3);
    assertThat(flips.gained()).isEqualTo(3);
    assertThat(flips.neverDecided()).isEqualTo(1);
    assertThat(flips.rate()).isEqualTo(new Proportion(2, 3));
    assertThat(flips.count(Answer.MATCH, Answer.FAILED)).isEqualTo(1);
    assertThat(flips.count(MatchLabel.NON_MATCH, Answer.FAILED, Answer.MATCH)).isEqualTo(2);
  }

  @Test
  void clustersAreThoseOfThePairsAsTheyWere() {
    Bootstrap byLeft = Bootstrap.builder().clusterBy(pair -> pair.pair().left().id()).build();
    Perturbation swapped = Perturbations.swappedSides();
    Predictions before = Given.answers(SPLIT, "1110010000");
    Predictions after = Given.answers(swapped.perturb(SPLIT), "1110010000");

    RobustnessResult result = RobustnessResult.of(swapped, before, after, byLeft);

    assertThat(result.f1()).isEqualTo(byLeft.interval(before, Score.F1));
    assertThat(result.difference().difference().low()).isZero();
  }

  @Test
  void refusesAnswersOnOtherPairs() {
    Predictions before = Given.answers(SPLIT, "1111100000");
    Predictions others = Given.answers(Given.split("1111000000"), "1111100000");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Flips.between(before, others))
        .withMessageContaining("pair 4");
  }

  @Test
  void refusesTheSamePerturbationTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RobustnessEvaluator.DEFAULTS.evaluate(
                    matcher(RobustnessEvaluatorTest::gold),
                    SPLIT,
                    List.of(Perturbations.swappedSides(), Perturbations.swappedSides())))
        .withMessageContaining("sides exchanged");
  }

  /** The first five pairs are matches. */
  private static char gold(CandidatePair pair) {
    return pair.id().charAt(1) < '5' ? '1' : '0';
  }

  private static String text(CandidatePair pair) {
    return pair.left().attribute("title").orElse("") + pair.right().attribute("title").orElse("");
  }

  private static List<CandidatePair> pairs(DatasetSplit split) {
    return split.pairs().stream().map(pair -> pair.pair()).toList();
  }

  private static EntityMatcher matcher(Function<CandidatePair, Character> answer) {
    return new EntityMatcher() {
      @Override
      public Provenance provenance() {
        return Given.PROVENANCE;
      }

      @Override
      public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
        return pairs.stream().map(pair -> Given.outcome(pair, answer.apply(pair))).toList();
      }

      @Override
      public void close() {}
    };
  }
}
