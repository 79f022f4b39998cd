package io.github.em4j.evaluation.slices;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The scores of the slices of one slicing.
 *
 * @param slicing its name
 * @param isPartition whether each pair of the split is in exactly one of the slices
 * @param slices in the order of the slicing, empty ones included
 */
public record SlicedScores(String slicing, boolean isPartition, List<SliceScores> slices) {

  /**
   * Copies the list.
   *
   * @throws NullPointerException if a component is null
   */
  public SlicedScores {
    requireNonNull(slicing, "slicing");
    slices = List.copyOf(slices);
  }
}
