package io.github.em4j.training.selection.search;

/**
 * One of the nearest.
 *
 * @param index its place in the list that was searched, from 0 on
 * @param similarity how near it is: a cosine in [-1, 1] but for rounding, or a dot product
 */
public record Neighbour(int index, double similarity) {

  /**
   * Checks that it is a place and a number.
   *
   * @throws IllegalArgumentException if the index is negative or the similarity not a number
   */
  public Neighbour {
    if (index < 0 || Double.isNaN(similarity)) {
      throw new IllegalArgumentException(
          "a neighbour needs an index of at least 0 and a similarity, found "
              + index
              + " and "
              + similarity);
    }
  }
}
