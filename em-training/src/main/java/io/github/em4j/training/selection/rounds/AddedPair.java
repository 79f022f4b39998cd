package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

/**
 * A pair of the pool that a round adds to the training set, and why.
 *
 * @param key the pair's key in the pool
 * @param errorRow which pair of the mining split was decided wrongly and called for it: its
 *     position in the split, counted from 1. Where several did, the one that is nearest.
 * @param error that pair's ids
 * @param rank it was the error's nearest pair (1), its second nearest (2), or so on, of those that
 *     were not in the training set
 * @param similarity how near it was
 */
public record AddedPair(String key, int errorRow, String error, int rank, double similarity) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if row or rank is smaller than 1
   */
  public AddedPair {
    requireNonNull(key, "key");
    requireNonNull(error, "error");
    if (errorRow < 1 || rank < 1) {
      throw new IllegalArgumentException(
          "row and rank count from 1, found %d and %d".formatted(errorRow, rank));
    }
  }
}
