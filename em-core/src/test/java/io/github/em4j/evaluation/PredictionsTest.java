package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import java.util.List;
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
}
