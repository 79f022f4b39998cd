package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.ConfusionCounts;
import java.util.List;

/**
 * A round of {@link ErrorBasedSelection}: what was trained on, how good that was, and what its
 * errors called for.
 *
 * @param number from 1 on; the first round trains on the pairs that were given to start with
 * @param trainingPairs how many pairs were trained on
 * @param positives how many of them are matches
 * @param mining the answers on the split whose errors are mined
 * @param selection the answers on the split that the best round is chosen by; in the reference's
 *     way the same
 * @param added the pairs of the pool that join the training set of the next round, in their order
 */
public record SelectionRound(
    int number,
    int trainingPairs,
    int positives,
    ConfusionCounts mining,
    ConfusionCounts selection,
    List<AddedPair> added) {

  /**
   * Copies the list and checks the rest.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public SelectionRound {
    requireNonNull(mining, "mining");
    requireNonNull(selection, "selection");
    added = List.copyOf(added);
    if (number < 1 || trainingPairs < 1 || positives < 0 || positives > trainingPairs) {
      throw new IllegalArgumentException(
          "round %d of %d pairs, %d of them matches, cannot be"
              .formatted(number, trainingPairs, positives));
    }
  }
}
