package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.training.selection.TrainingPair;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a learner is to learn once.
 *
 * @param name what the data is called in model cards, for example {@code round-2}; not blank
 * @param train the pairs to learn, at least one, in their order
 * @param validation what thresholds and checkpoints are chosen on; may be empty of pairs
 * @param folder a folder of this task alone, which may not exist yet; a task that was interrupted
 *     is given again with the same folder
 * @param cancelled whether the learner should end without a matcher, as soon as it can
 */
public record LearningTask(
    String name,
    List<TrainingPair> train,
    DatasetSplit validation,
    Path folder,
    BooleanSupplier cancelled) {

  /**
   * Copies the list and checks the rest.
   *
   * @throws IllegalArgumentException if the name is blank or there is nothing to learn
   */
  public LearningTask {
    train = List.copyOf(train);
    requireNonNull(validation, "validation");
    requireNonNull(folder, "folder");
    requireNonNull(cancelled, "cancelled");
    if (name.isBlank() || train.isEmpty()) {
      throw new IllegalArgumentException(
          "a task needs a name and a pair to learn, found '%s' and %d pairs"
              .formatted(name, train.size()));
    }
  }

  /**
   * The pairs to learn without their keys and explanations.
   *
   * @return in their order
   */
  public List<LabeledPair> labeledPairs() {
    return train.stream().map(TrainingPair::pair).toList();
  }
}
