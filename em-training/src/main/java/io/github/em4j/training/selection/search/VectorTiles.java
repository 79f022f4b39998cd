package io.github.em4j.training.selection.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vectors in tiles of {@value #LANES}, number by number: all first numbers of a tile, then all
 * second ones. So the products of a query with a tile are sums of rows, which the JVM computes with
 * vector instructions; a sum along one vector it would compute number by number, since it keeps the
 * order of floating-point additions.
 *
 * <p>Each product is summed in the order of the dimensions, whichever kernel computes it, so it has
 * the same bits in a batch of any size. Sums are not fused ({@code Math.fma}): that is slow where
 * the processor has no such instruction.
 */
final class VectorTiles {
  /** A tile of 384 dimensions takes 384 KiB and stays in the cache while all queries go over it. */
  static final int LANES = 256;

  /** Queries that one pass over a tile serves. */
  static final int QUERIES = 4;

  /** Rows that one step adds; a tile is filled up to a multiple of it with zeros. */
  private static final int ROWS = 4;

  private final int dimensions;
  private final int rows;
  private final List<float[]> tiles = new ArrayList<>();
  private int size;

  VectorTiles(int dimensions) {
    this.dimensions = dimensions;
    this.rows = (dimensions + ROWS - 1) / ROWS * ROWS;
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
      tiles.add(new float[Math.multiplyExact(rows, LANES)]);
    }
    float[] tile = tiles.get(size / LANES);
    for (int d = 0; d < dimensions; d++) {
      tile[d * LANES + lane] = vector[d];
    }
    size++;
  }

  /** One vector, as it was added. */
  float[] get(int index) {
    float[] tile = tiles.get(index / LANES);
    var vector = new float[dimensions];
    for (int d = 0; d < dimensions; d++) {
      vector[d] = tile[d * LANES + index % LANES];
    }
    return vector;
  }

  /** A query as {@link #products} wants it: filled up with zeros. */
  float[] padded(float[] query) {
    return Arrays.copyOf(query, rows);
  }

  /** The dot product in double precision, summed in the order of the dimensions. */
  double exactProduct(float[] query, int index) {
    float[] tile = tiles.get(index / LANES);
    double sum = 0;
    for (int d = 0, at = index % LANES; d < dimensions; d++, at += LANES) {
      sum += (double) query[d] * tile[at];
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
    float[] numbers = tiles.get(tile);
    Arrays.fill(sums, 0);
    for (int row = 0; row < rows; row += ROWS) {
      addRows(numbers, row * LANES, query, row, sums);
    }
  }

  /** The same for {@value #QUERIES} queries, which share the way of the numbers from memory. */
  void products(int tile, float[][] queries, float[][] sums) {
    float[] numbers = tiles.get(tile);
    for (float[] sum : sums) {
      Arrays.fill(sum, 0);
    }
    for (int row = 0; row < rows; row += ROWS) {
      for (int q = 0; q < QUERIES; q++) {
        addRows(numbers, row * LANES, queries[q], row, sums[q]);
      }
    }
  }

  /** A loop that the JVM turns into vector instructions; on its own, so that it stays one. */
  private static void addRows(float[] numbers, int at, float[] query, int row, float[] sums) {
    float a = query[row];
    float b = query[row + 1];
    float c = query[row + 2];
    float d = query[row + 3];
    int atB = at + LANES;
    int atC = at + 2 * LANES;
    int atD = at + 3 * LANES;
    for (int lane = 0; lane < LANES; lane++) {
      sums[lane] =
          sums[lane]
              + a * numbers[at + lane]
              + b * numbers[atB + lane]
              + c * numbers[atC + lane]
              + d * numbers[atD + lane];
    }
  }
}
