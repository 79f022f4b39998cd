package io.github.em4j.training.selection.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vectors in tiles of {@value #LANES}, number by number: a row of all first numbers of a tile, then
 * one of all second ones. So the products of a query with a tile are sums of rows, which the JVM
 * computes with vector instructions; a sum along one vector it would compute number by number,
 * since it keeps the order of floating-point additions. Each row is an array of its own: in loops
 * over parts of one array the JVM cannot rule out that what is written is read again, and computes
 * number by number as well.
 *
 * <p>Each product is summed in the order of the dimensions, so it has the same bits in a batch of
 * any size. Sums are not fused ({@code Math.fma}): that is slow where the processor has no such
 * instruction.
 */
final class VectorTiles {
  /** A tile of 384 dimensions takes 384 KiB and stays in the cache while all queries go over it. */
  static final int LANES = 256;

  /** Rows that one step adds; a tile is filled up to a multiple of it with zeros. */
  private static final int STEP = 8;

  private final int dimensions;
  private final int rows;
  private final List<float[][]> tiles = new ArrayList<>();
  private int size;

  VectorTiles(int dimensions) {
    this.dimensions = dimensions;
    this.rows = (dimensions + STEP - 1) / STEP * STEP;
  }

  int size() {
    return size;
  }

  /** How many tiles there are; the last one may have lanes without a vector. */
  int tiles() {
    return tiles.size();
  }

  void add(float[] vector) {
    int lane = size % LANES;
    if (lane == 0) {
      tiles.add(new float[rows][LANES]);
    }
    float[][] tile = tiles.get(size / LANES);
    for (int d = 0; d < dimensions; d++) {
      tile[d][lane] = vector[d];
    }
    size++;
  }

  /** One vector, as it was added. */
  float[] get(int index) {
    float[][] tile = tiles.get(index / LANES);
    var vector = new float[dimensions];
    for (int d = 0; d < dimensions; d++) {
      vector[d] = tile[d][index % LANES];
    }
    return vector;
  }

  /** A query as {@link #products} wants it: filled up with zeros. */
  float[] padded(float[] query) {
    return Arrays.copyOf(query, rows);
  }

  /** The dot product in double precision, summed in the order of the dimensions. */
  double exactProduct(float[] query, int index) {
    float[][] tile = tiles.get(index / LANES);
    int lane = index % LANES;
    double sum = 0;
    for (int d = 0; d < dimensions; d++) {
      sum += (double) query[d] * tile[d][lane];
    }
    return sum;
  }

  /**
   * The dot products of a query with all vectors of a tile.
   *
   * @param query as {@link #padded} made it
   * @param sums where to put them, {@link #LANES} long
   */
  void products(int tile, float[] query, float[] sums) {
    float[][] numbers = tiles.get(tile);
    Arrays.fill(sums, 0);
    for (int row = 0; row < rows; row += STEP) {
      addRows(numbers, query, row, sums);
    }
  }

  /** A loop that the JVM turns into vector instructions; on its own, so that it stays one. */
  private static void addRows(float[][] numbers, float[] query, int row, float[] sums) {
    float[] row0 = numbers[row];
    float[] row1 = numbers[row + 1];
    float[] row2 = numbers[row + 2];
    float[] row3 = numbers[row + 3];
    float[] row4 = numbers[row + 4];
    float[] row5 = numbers[row + 5];
    float[] row6 = numbers[row + 6];
    float[] row7 = numbers[row + 7];
    float query0 = query[row];
    float query1 = query[row + 1];
    float query2 = query[row + 2];
    float query3 = query[row + 3];
    float query4 = query[row + 4];
    float query5 = query[row + 5];
    float query6 = query[row + 6];
    float query7 = query[row + 7];
    for (int lane = 0; lane < LANES; lane++) {
      sums[lane] =
          sums[lane]
              + query0 * row0[lane]
              + query1 * row1[lane]
              + query2 * row2[lane]
              + query3 * row3[lane]
              + query4 * row4[lane]
              + query5 * row5[lane]
              + query6 * row6[lane]
              + query7 * row7[lane];
    }
  }
}
