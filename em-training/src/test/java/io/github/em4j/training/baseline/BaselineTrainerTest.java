package io.github.em4j.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaselineTrainerTest {

  private static final BaselineTrainer TRAINER =
      new BaselineTrainer(BaselineOptions.builder().trees(5).build());

  private static Dataset dataset(DatasetSplit... splits) {
    return new Dataset("invented", List.of(splits));
  }

  private static DatasetSplit split(String name, int pairs) {
    return new DatasetSplit(name, InventedPairs.pairs(pairs, pairs));
  }

  private static List<LabeledPair> only(boolean match, List<LabeledPair> pairs) {
    return pairs.stream().filter(pair -> pair.label().isMatch() == match).toList();
  }

  @Test
  void theModelCardSaysWhatTheMatcherLearntFrom() {
    try (BaselineMatcher matcher =
        TRAINER.train(dataset(split(Dataset.TRAIN, 90), split(Dataset.VALIDATION, 30)))) {
      BaselineModelCard card = matcher.modelCard();
      assertThat(card.trainedOn()).isEqualTo("invented");
      assertThat(card.trainingPairs()).isEqualTo(90);
      assertThat(card.trainingMatches()).isEqualTo(30);
      assertThat(card.validationPairs()).isEqualTo(30);
      assertThat(card.validationHeldOut()).isFalse();
      assertThat(card.validationF1()).isBetween(0.5, 1.0);
      assertThat(card.trees()).isEqualTo(5);
      assertThat(card.seed()).isEqualTo(42);
    }
  }

  @Test
  void holdsPairsOutWhereThereIsNoValidationSplit() {
    try (BaselineMatcher matcher = TRAINER.train(dataset(split(Dataset.TRAIN, 90)))) {
      BaselineModelCard card = matcher.modelCard();
      assertThat(card.validationHeldOut()).isTrue();
      // A fifth of the 30 matches and of the 60 non-matches.
      assertThat(card.validationPairs()).isEqualTo(18);
      assertThat(card.trainingMatches()).isEqualTo(24);
      assertThat(matcher.provenance().fact("validation")).hasValue("18 pairs held out of training");
    }
  }

  @Test
  void theTestSplitPlaysNoPart() {
    try (BaselineMatcher without = TRAINER.train(dataset(split(Dataset.TRAIN, 60)));
        BaselineMatcher with =
            TRAINER.train(dataset(split(Dataset.TRAIN, 60), split(Dataset.TEST, 30)))) {
      assertThat(with.modelCard()).isEqualTo(without.modelCard());
    }
  }

  @Test
  void learnsFromAFewPairs() {
    try (BaselineMatcher matcher = TRAINER.train("few", InventedPairs.pairs(6, 1))) {
      assertThat(matcher.modelCard().trainingPairs()).isEqualTo(4);
    }
  }

  @Test
  void refusesTrainingPairsOfOneKind() {
    List<LabeledPair> both = InventedPairs.pairs(30, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TRAINER.train("one kind", only(true, both), both))
        .withMessage(
            "the training pairs of 'one kind' need matches and non-matches,"
                + " found 10 matches among 10 pairs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TRAINER.train("one kind", both, only(false, both)))
        .withMessageContaining("the validation pairs of 'one kind'")
        .withMessageContaining("found 0 matches among 20 pairs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TRAINER.train("one kind", only(false, both)))
        .withMessageContaining("found 0 matches");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TRAINER.train("nothing", new ArrayList<>(), both))
        .withMessageContaining("found 0 matches among 0 pairs");
  }

  @Test
  void refusesTestSplitsForTrainingAndValidation() {
    for (String name : new String[] {"test", "Test-gs", "TESTING"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TRAINER.train("invented", split("train", 60), split(name, 30)))
          .withMessage(
              "a threshold is chosen on validation data and never on test data, found split '%s'"
                  .formatted(name));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TRAINER.train("invented", split(name, 60), split("valid", 30)))
          .withMessage(
              "a matcher is trained on training data and never on test data, found split '%s'"
                  .formatted(name));
    }
    try (BaselineMatcher matcher =
        TRAINER.train("invented", split("latest", 60), split("valid", 30))) {
      assertThat(matcher.modelCard().validationPairs()).isEqualTo(30);
    }
  }

  @Test
  void refusesADatasetWithoutTrainingSplit() {
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> TRAINER.train(dataset(split(Dataset.TEST, 30))))
        .withMessageContaining("no split 'train'");
  }

  @Test
  void optionsRefuseWhatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BaselineOptions.builder().trees(0))
        .withMessage("trees must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BaselineOptions.builder().threads(-1))
        .withMessage("threads must be at least 1, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BaselineOptions.builder().heldOutShare(Double.NaN))
        .withMessage("heldOutShare must lie in (0, 1), found NaN");
  }
}
