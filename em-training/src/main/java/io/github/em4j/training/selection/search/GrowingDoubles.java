package io.github.em4j.training.selection.search;

import java.util.Arrays;

/** A list of doubles without boxes. */
final class GrowingDoubles {
  private double[] values = new double[64];
  private int size;

  void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  /** The first ones. */
  double[] take(int count) {
    return Arrays.copyOf(values, count);
  }
}
