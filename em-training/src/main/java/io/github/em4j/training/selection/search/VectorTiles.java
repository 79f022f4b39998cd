package io.github.em4j.training.selection.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vectors in tiles of {@value #LANES}, number by number: a row of all first numbers of a tile, then
 * one of all second ones. So the products of a query with a tile are sums of rows, which the JVM
 * computes with vector instructions; a sum along one vector it computes number by number, since it
 * keeps the order of floating-point additions.
 *
 * <p>The kernels are as the JVM (17, x86 with AVX-512) was measured to like them, in nanoseconds
 * for a query and a vector of 384 numbers: a plain loop along the vector 629, with eight sums 349;
 * rows as parts of one array, which might overlap as far as it knows, 242; rows that are arrays of
 * their own, four at a time, 102; two at a time for four queries 45; eight at a time 550 to 650,
 * since it gives up on so long a body.
 *
 * <p>Each product is summed in the order of the dimensions, whichever kernel computes it, so it has
 * the same bits in a batch of any size. Sums are not fused ({@code Math.fma}): that is slow where
 * the processor has no such instruction.
 */
final class VectorTiles {
  /** A tile of 384 dimensions takes 768 KiB and stays in the cache while all queries go over it. */
  static final int LANES = 512;

  /** Queries that one pass over a tile serves. */
  static final int QUERIES = 4;

  /** Rows are filled up to a multiple of it with zeros. */
  private static final int STEP = 4;

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
    for (int row = 0; row < rows; row += 4) {
      addFourRows(numbers, row, query, sums);
    }
  }

  /** The same for {@value #QUERIES} queries, which share the way of the numbers from memory. */
  void products(int tile, float[][] queries, float[][] sums) {
    float[][] numbers = tiles.get(tile);
    for (int q = 0; q < QUERIES; q++) {
      Arrays.fill(sums[q], 0);
    }
    for (int row = 0; row < rows; row += 2) {
      addTwoRows(numbers, row, queries, sums);
    }
  }

  // Each loop stands alone in its method, so that the JVM compiles it as it was measured.

  private static void addFourRows(float[][] numbers, int row, float[] query, float[] sums) {
    float[] row0 = numbers[row];
    float[] row1 = numbers[row + 1];
    float[] row2 = numbers[row + 2];
    float[] row3 = numbers[row + 3];
    float query0 = query[row];
    float query1 = query[row + 1];
    float query2 = query[row + 2];
    float query3 = query[row + 3];
    for (int lane = 0; lane < LANES; lane++) {
      sums[lane] =
          sums[lane]
              + query0 * row0[lane]
              + query1 * row1[lane]
              + query2 * row2[lane]
              + query3 * row3[lane];
    }
  }

  private static void addTwoRows(float[][] numbers, int row, float[][] queries, float[][] sums) {
    float[] row0 = numbers[row];
    float[] row1 = numbers[row + 1];
    float[] sums0 = sums[0];
    float[] sums1 = sums[1];
    float[] sums2 = sums[2];
    float[] sums3 = sums[3];
    float first0 = queries[0][row];
    float first1 = queries[1][row];
    float first2 = queries[2][row];
    float first3 = queries[3][row];
    float second0 = queries[0][row + 1];
    float second1 = queries[1][row + 1];
    float second2 = queries[2][row + 1];
    float second3 = queries[3][row + 1];
    for (int lane = 0; lane < LANES; lane++) {
      float number0 = row0[lane];
      float number1 = row1[lane];
      sums0[lane] = sums0[lane] + first0 * number0 + second0 * number1;
      sums1[lane] = sums1[lane] + first1 * number0 + second1 * number1;
      sums2[lane] = sums2[lane] + first2 * number0 + second2 * number1;
      sums3[lane] = sums3[lane] + first3 * number0 + second3 * number1;
    }
  }
}
