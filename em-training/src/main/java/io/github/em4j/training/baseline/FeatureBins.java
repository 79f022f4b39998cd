package io.github.em4j.training.baseline;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * Cuts the values of each feature into a few bins with about equally many training values in each.
 * Trees over bins are nearly as good and far cheaper to grow: Tribuo keeps a list per distinct
 * value.
 */
final class FeatureBins {

  /** Bins per feature at most; a run of equal values may add a bin. */
  private static final int BINS = 32;

  private final double[][] edges;
  private final byte[][] rows;

  /**
   * Chooses the bins and cuts the values.
   *
   * @param values one row per pair, at least one; all of one length
   */
  FeatureBins(double[][] values) {
    this.edges = new double[values[0].length][];
    this.rows = new byte[values.length][edges.length];
    double[] column = new double[values.length];
    for (int feature = 0; feature < edges.length; feature++) {
      for (int row = 0; row < values.length; row++) {
        column[row] = values[row][feature];
      }
      Arrays.sort(column);
      edges[feature] = edges(column);
      for (int row = 0; row < values.length; row++) {
        int at = Arrays.binarySearch(edges[feature], values[row][feature]);
        rows[row][feature] = (byte) (at >= 0 ? at : -at - 1);
      }
    }
  }

  /** The bin of each feature of a row, counted from 0. */
  byte[] row(int row) {
    return rows[row];
  }

  int features() {
    return edges.length;
  }

  /** The largest value of a bin that is not the last one of its feature. */
  double upperEdge(int feature, int bin) {
    return edges[feature][bin];
  }

  /** Edges half-way between neighbouring values, at the quantiles. */
  private static double[] edges(double[] sorted) {
    var edges = new TreeSet<Double>();
    for (int bin = 1; bin < BINS; bin++) {
      int at = (int) ((long) bin * sorted.length / BINS);
      // Where the quantile falls into a run of equal values, the run gets a bin of its own.
      int first = at;
      while (first > 0 && sorted[first - 1] == sorted[at]) {
        first--;
      }
      int behind = at + 1;
      while (behind < sorted.length && sorted[behind] == sorted[at]) {
        behind++;
      }
      if (first > 0) {
        edges.add(between(sorted[first - 1], sorted[first]));
      }
      if (behind < sorted.length && behind > at + 1) {
        edges.add(between(sorted[behind - 1], sorted[behind]));
      }
    }
    return edges.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double between(double low, double high) {
    double middle = low + (high - low) / 2;
    // Between two neighbouring doubles there is no middle; the edge belongs to the lower bin.
    return middle < high ? middle : low;
  }
}
