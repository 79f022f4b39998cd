package io.github.em4j.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * Draws clusters of pairs with replacement, as many as there are, and counts in which cell each
 * drawn pair lies. A cell is whatever number stands for all that is known of a pair, so one
 * resample costs a table look-up a pair and creates no object.
 */
final class CellResampler {
  private final int cellCount;
  // Cells of the pairs, those of one cluster side by side.
  private final int[] cells;
  // Cluster c owns cells[starts[c]] up to, not including, cells[starts[c + 1]].
  private final int[] starts;

  private CellResampler(int cellCount, int[] cells, int[] starts) {
    this.cellCount = cellCount;
    this.cells = cells;
    this.starts = starts;
  }

  /**
   * Groups pairs into clusters.
   *
   * @param pairs how many pairs there are
   * @param cellCount how many cells there are
   * @param cellOf the cell of each pair
   * @param clusterOf the key of each pair's cluster; equal keys, same cluster
   */
  static CellResampler of(
      int pairs, int cellCount, IntUnaryOperator cellOf, IntFunction<?> clusterOf) {
    var numbers = new HashMap<Object, Integer>();
    var clusters = new int[pairs];
    for (int i = 0; i < pairs; i++) {
      Integer next = numbers.size();
      Integer known = numbers.putIfAbsent(clusterOf.apply(i), next);
      clusters[i] = known == null ? next : known;
    }
    var starts = new int[numbers.size() + 1];
    for (int cluster : clusters) {
      starts[cluster + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    var places = starts.clone();
    var cells = new int[pairs];
    for (int i = 0; i < pairs; i++) {
      cells[places[clusters[i]]++] = cellOf.applyAsInt(i);
    }
    return new CellResampler(cellCount, cells, starts);
  }

  /** The counts of the pairs as they are. */
  int[] original() {
    var counts = new int[cellCount];
    for (int cell : cells) {
      counts[cell]++;
    }
    return counts;
  }

  /** The counts of one resample. */
  int[] draw(SplittableRandom random) {
    var counts = new int[cellCount];
    int clusters = starts.length - 1;
    for (int i = 0; i < clusters; i++) {
      int cluster = random.nextInt(clusters);
      for (int pair = starts[cluster]; pair < starts[cluster + 1]; pair++) {
        counts[cells[pair]]++;
      }
    }
    return counts;
  }
}
