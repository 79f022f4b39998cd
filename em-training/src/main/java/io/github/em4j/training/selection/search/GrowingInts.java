package io.github.em4j.training.selection.search;

import java.util.Arrays;

/** A list of integers without boxes. */
final class GrowingInts {
  private int[] values = new int[64];
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  int get(int place) {
    return values[place];
  }

  /** All of them. */
  int[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
