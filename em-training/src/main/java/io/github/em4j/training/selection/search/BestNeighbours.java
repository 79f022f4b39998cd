package io.github.em4j.training.selection.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Keeps the nearest of those that it is shown; of equally near ones those that come first in the
 * list. What is kept does not depend on the order in which they are shown.
 */
final class BestNeighbours {
  /** A heap whose first element is the worst of those kept. */
  private final double[] similarities;

  private final int[] indexes;
  private int size;

  /**
   * Starts empty.
   *
   * @param count how many are kept at most, at least 1
   */
  BestNeighbours(int count) {
    similarities = new double[count];
    indexes = new int[count];
  }

  /** Whether one would be kept. */
  boolean wants(int index, double similarity) {
    return size < indexes.length || isWorse(similarities[0], indexes[0], similarity, index);
  }

  void offer(int index, double similarity) {
    if (size < indexes.length) {
      rise(size++, index, similarity);
    } else if (isWorse(similarities[0], indexes[0], similarity, index)) {
      sink(index, similarity);
    }
  }

  /** Nearest first. Empties this. */
  List<Neighbour> take() {
    var taken = new ArrayList<Neighbour>(size);
    while (size > 0) {
      taken.add(new Neighbour(indexes[0], similarities[0]));
      size--;
      sink(indexes[size], similarities[size]);
    }
    Collections.reverse(taken);
    return List.copyOf(taken);
  }

  private void rise(int from, int index, double similarity) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) / 2;
      if (!isWorse(similarity, index, similarities[parent], indexes[parent])) {
        break;
      }
      put(place, indexes[parent], similarities[parent]);
      place = parent;
    }
    put(place, index, similarity);
  }

  private void sink(int index, double similarity) {
    int place = 0;
    for (int child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size
          && isWorse(
              similarities[child + 1], indexes[child + 1], similarities[child], indexes[child])) {
        child++;
      }
      if (!isWorse(similarities[child], indexes[child], similarity, index)) {
        break;
      }
      put(place, indexes[child], similarities[child]);
      place = child;
    }
    put(place, index, similarity);
  }

  private void put(int place, int index, double similarity) {
    indexes[place] = index;
    similarities[place] = similarity;
  }

  private static boolean isWorse(double similarity, int index, double other, int otherIndex) {
    return similarity < other || (similarity == other && index > otherIndex);
  }
}
