package io.github.em4j.training.selection.search;

import java.util.Arrays;

/**
 * Those that may be among the {@code k} nearest as far as similarities in single precision can
 * tell: all that lie within twice the bound of their error below the {@code k}-th. What is left out
 * is certainly farther than {@code k} others, so exact similarities are needed of the candidates
 * only.
 */
final class Candidates {
  private final int k;
  private final double slack;
  private float[] similarities;
  private int[] indexes;
  private int size;
  private float threshold = Float.NEGATIVE_INFINITY;

  /**
   * Starts empty.
   *
   * @param k how many nearest are wanted
   * @param error by how much a similarity may differ from the true one, at least 0
   */
  Candidates(int k, double error) {
    this.k = k;
    this.slack = 2 * error;
    int capacity = Math.max(64, 2 * Math.min(k, 1024));
    similarities = new float[capacity];
    indexes = new int[capacity];
  }

  /** Nothing below it can be among the nearest. */
  float threshold() {
    return threshold;
  }

  void add(int index, float similarity) {
    if (size == indexes.length) {
      leaveOutTheFar();
      if (size > indexes.length / 2) {
        similarities = Arrays.copyOf(similarities, 2 * similarities.length);
        indexes = Arrays.copyOf(indexes, similarities.length);
      }
      if (similarity < threshold) {
        return;
      }
    }
    similarities[size] = similarity;
    indexes[size++] = index;
  }

  /** Adds all candidates of another thread. */
  void addAll(Candidates others) {
    for (int i = 0; i < others.size; i++) {
      if (others.similarities[i] >= threshold) {
        add(others.indexes[i], others.similarities[i]);
      }
    }
  }

  /** Their places, in no order. */
  int[] indexes() {
    leaveOutTheFar();
    return Arrays.copyOf(indexes, size);
  }

  private void leaveOutTheFar() {
    if (size <= k) {
      return;
    }
    float[] sorted = Arrays.copyOf(similarities, size);
    Arrays.sort(sorted);
    // Down to the next float, since rounding must not raise it.
    threshold = Math.nextDown((float) (sorted[size - k] - slack));
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (similarities[i] >= threshold) {
        similarities[kept] = similarities[i];
        indexes[kept++] = indexes[i];
      }
    }
    size = kept;
  }
}
