package io.github.em4j.evaluation.slices;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Some pairs of a split.
 *
 * @param name what they have in common; not blank
 * @param rows their places in the split, from 0, ascending; may be empty
 */
public record Slice(String name, List<Integer> rows) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the name is blank or the places do not ascend from 0
   */
  public Slice {
    if (requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("the name of a slice must not be blank");
    }
    rows = List.copyOf(rows);
    int last = -1;
    for (int row : rows) {
      if (row <= last) {
        throw new IllegalArgumentException(
            "the places of slice '%s' must ascend from 0, found %d behind %d"
                .formatted(name, row, last));
      }
      last = row;
    }
  }
}
