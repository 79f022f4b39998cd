package io.github.em4j.evaluation;

/** The cells of two matchers on the same pair as one cell, see {@link Cells}. */
final class PairedCells {

  /** How many paired cells there are. */
  static final int COUNT = Cells.COUNT * Cells.COUNT;

  private PairedCells() {}

  static int of(int first, int second) {
    return first * Cells.COUNT + second;
  }

  /** The counts of the first matcher. */
  static int[] first(int[] paired) {
    var counts = new int[Cells.COUNT];
    for (int cell = 0; cell < COUNT; cell++) {
      counts[cell / Cells.COUNT] += paired[cell];
    }
    return counts;
  }

  /** The counts of the second matcher. */
  static int[] second(int[] paired) {
    var counts = new int[Cells.COUNT];
    for (int cell = 0; cell < COUNT; cell++) {
      counts[cell % Cells.COUNT] += paired[cell];
    }
    return counts;
  }
}
