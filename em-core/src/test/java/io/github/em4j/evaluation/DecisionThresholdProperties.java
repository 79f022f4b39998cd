package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.evaluation.Given.ScoredPair;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class DecisionThresholdProperties {

  @Property
  void noOtherThresholdIsBetterOnItsSplit(
      @ForAll("pairs") List<ScoredPair> pairs,
      @ForAll @DoubleRange(min = 0, max = 1) double other) {
    Assume.that(pairs.stream().anyMatch(ScoredPair::match));
    Predictions validation = Given.predictions(pairs);

    DecisionThreshold best = DecisionThreshold.bestF1On(validation);

    double f1 = best.applyTo(validation).counts().f1();
    assertThat(best.choice().orElseThrow().f1()).isEqualTo(f1);
    assertThat(f1).isGreaterThanOrEqualTo(f1At(validation, other));
    for (ScoredPair pair : pairs) {
      assertThat(f1).isGreaterThanOrEqualTo(f1At(validation, pair.probability()));
    }
  }

  @Property
  void noHigherThresholdIsEquallyGoodWithFewerPredictedMatches(
      @ForAll("pairs") List<ScoredPair> pairs) {
    Assume.that(pairs.stream().anyMatch(ScoredPair::match));
    Predictions validation = Given.predictions(pairs);

    DecisionThreshold best = DecisionThreshold.bestF1On(validation);

    double f1 = best.choice().orElseThrow().f1();
    double lowestAccepted =
        pairs.stream()
            .mapToDouble(ScoredPair::probability)
            .filter(p -> p >= best.value())
            .min()
            .orElseThrow();
    for (ScoredPair pair : pairs) {
      if (pair.probability() > lowestAccepted) {
        assertThat(f1At(validation, pair.probability())).isLessThan(f1);
      }
    }
  }

  private static double f1At(Predictions predictions, double threshold) {
    return DecisionThreshold.fixed(threshold).applyTo(predictions).counts().f1();
  }

  @Provide
  Arbitrary<List<ScoredPair>> pairs() {
    return ScoredPredictionsProperties.pairs();
  }
}
