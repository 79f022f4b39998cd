package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  private static final DatasetSplit SPLIT = Given.split("test", "1100");

  @Test
  void answersHoldForAnotherFormOfThePairs() {
    DatasetSplit swapped =
        new DatasetSplit("turned", SPLIT.pairs().stream().map(LabeledPair::swapped).toList());
    Predictions onSwapped = Given.answers(swapped, "10?1");

    Predictions moved = onSwapped.on(SPLIT);

    assertThat(moved.split()).isEqualTo(SPLIT);
    assertThat(moved.counts()).isEqualTo(onSwapped.counts());
    assertThat(moved.get(2).answer()).isEqualTo(Answer.UNDECIDED);
  }

  @Test
  void otherPairsAreNoOtherForm() {
    Predictions predictions = Given.answers(SPLIT, "1111");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> predictions.on(Given.split("test", "110")))
        .withMessageContaining("4 pairs, found 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> predictions.on(Given.split("test", "1110")))
        .withMessageContaining("pair 2")
        .withMessageContaining("'a2#b2'");
  }

  @Test
  void selectsSomePairsWithTheirAnswers() {
    Predictions some = Given.answers(SPLIT, "10?!").select("some", List.of(3, 0));

    assertThat(some.split().name()).isEqualTo("some");
    assertThat(some.stream().map(prediction -> prediction.pair().pair().id()))
        .containsExactly("a3#b3", "a0#b0");
    assertThat(some.stream().map(Prediction::answer)).containsExactly(Answer.FAILED, Answer.MATCH);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Given.answers(SPLIT, "1111").select("some", List.of(4)));
  }

  private static final DatasetSplit FOUR_PAIRS = Given.split("valid", "1010");
  private static final Predictions FOUR =
      Predictions.of(
          FOUR_PAIRS,
          List.of(
              Given.outcome(FOUR_PAIRS.pairs().get(0).pair(), '1', OptionalDouble.of(0.9)),
              Given.outcome(FOUR_PAIRS.pairs().get(1).pair(), '?', OptionalDouble.of(0.4)),
              Given.outcome(FOUR_PAIRS.pairs().get(2).pair(), '0', OptionalDouble.empty()),
              Given.outcome(FOUR_PAIRS.pairs().get(3).pair(), '!', OptionalDouble.empty())));

  @Test
  void areTheSameWhenCollectedOneByOne() {
    Predictions collected = Predictions.ofPredictions(FOUR_PAIRS, FOUR.stream().toList());

    assertThat(collected.stream()).containsExactlyElementsOf(FOUR.stream().toList());
    assertThat(collected.counts()).isEqualTo(FOUR.counts());
    assertThat(collected.scored()).isEqualTo(FOUR.scored());
  }

  @Test
  void refusePredictionsOnOtherPairs() {
    List<Prediction> predictions = FOUR.stream().toList();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Predictions.ofPredictions(FOUR_PAIRS, predictions.subList(0, 3)))
        .withMessage("split 'valid' has 4 pairs, found 3 predictions");
    DatasetSplit otherLabels = Given.split("valid", "1011");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Predictions.ofPredictions(otherLabels, predictions))
        .withMessageContaining("prediction 3 of split 'valid'")
        .withMessageContaining("(MATCH)")
        .withMessageContaining("(NON_MATCH)");
  }

  @Test
  void keepAnswersAndGapsWhereProbabilitiesChange() {
    Predictions halved = FOUR.mapProbabilities(p -> p / 2);

    assertThat(halved.get(0).matchProbability()).hasValue(0.45);
    assertThat(halved.get(0).answer()).isEqualTo(Answer.MATCH);
    assertThat(halved.get(1).matchProbability()).hasValue(0.2);
    assertThat(halved.get(2).matchProbability()).isEmpty();
    assertThat(halved.get(3).answer()).isEqualTo(Answer.FAILED);
    assertThat(FOUR.get(0).matchProbability()).hasValue(0.9);
  }

  @Test
  void refuseAChangeThatGivesNoProbability() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FOUR.mapProbabilities(p -> p + 1))
        .withMessageContaining("[0, 1], found 1.9");
    assertThatIllegalArgumentException().isThrownBy(() -> FOUR.mapProbabilities(p -> Double.NaN));
  }
}
