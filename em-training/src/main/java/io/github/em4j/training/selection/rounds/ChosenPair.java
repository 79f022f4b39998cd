package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

import io.github.em4j.TokenUsage;
import io.github.em4j.training.selection.TrainingPair;

/**
 * A pair in the order in which a {@link SelectionStrategy} chooses, with what it has cost to come
 * so far.
 *
 * @param pair the pair
 * @param labels how many labels were needed for this pair and all before it, those of pairs that
 *     were left out for their label included; at least 0
 * @param usage the tokens of all models that were asked to come so far
 */
public record ChosenPair(TrainingPair pair, int labels, TokenUsage usage) {

  /**
   * Checks that nothing is missing.
   *
   * @throws IllegalArgumentException if the number of labels is negative
   */
  public ChosenPair {
    requireNonNull(pair, "pair");
    requireNonNull(usage, "usage");
    if (labels < 0) {
      throw new IllegalArgumentException("labels must be at least 0, found " + labels);
    }
  }
}
