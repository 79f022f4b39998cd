package io.github.em4j.training.selection.search;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Up to some millions of vectors in memory, of which it finds the nearest of a query: exactly, by
 * comparing it with all of them.
 *
 * <pre>{@code
 * VectorIndex.Builder builder = VectorIndex.builder(384, Similarity.COSINE);
 * vectors.forEach(builder::add);
 * List<Neighbour> nearest = builder.build().nearest(query, 10);
 * }</pre>
 *
 * <p>Products are computed in single precision first; those that are near enough by a bound of the
 * error of that are compared in double precision. So the result is that of a scan in double
 * precision: it depends neither on the number of threads nor on which queries are asked for
 * together. Of equally near vectors the one that was added first comes first.
 *
 * <p>Takes 4 bytes for each number and 12 for each vector, on the heap: a million vectors of 384
 * numbers need 1.6 GB. Queries that are asked for together are faster than one after the other.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class VectorIndex {
  /** Longer and shorter vectors would leave the range of single precision when multiplied. */
  private static final double LONGEST = 1e18;

  private static final double SHORTEST = 1e-18;

  /** Products that are worth a second thread. */
  private static final long WORTH_A_THREAD = 4_000_000;

  /** Queries for which candidates are kept at the same time. */
  private static final int MOST_QUERIES = 64;

  private final int dimensions;
  private final int threads;
  private final VectorTiles vectors;
  private final double[] norms;
  private final VectorScan scan;

  private VectorIndex(Builder builder) {
    dimensions = builder.dimensions;
    threads = builder.threads;
    vectors = builder.vectors;
    norms = builder.norms.take(vectors.size());
    scan = new VectorScan(vectors, builder.similarity, norms);
  }

  private VectorIndex(VectorIndex other, int threads) {
    this.dimensions = other.dimensions;
    this.threads = threads;
    this.vectors = other.vectors;
    this.norms = other.norms;
    this.scan = other.scan;
  }

  /**
   * Starts without a vector, with as many threads as there are processors.
   *
   * @param dimensions how many numbers each vector has, at least 1
   * @param similarity how near two vectors are
   * @return a new builder
   * @throws IllegalArgumentException if there is no dimension
   */
  public static Builder builder(int dimensions, Similarity similarity) {
    return new Builder(dimensions, similarity);
  }

  /**
   * The same vectors, searched by another number of threads.
   *
   * @param number at least 1
   * @return an index that shares the memory of this one
   * @throws IllegalArgumentException if it is smaller than 1
   */
  public VectorIndex withThreads(int number) {
    return new VectorIndex(this, requireThreads(number));
  }

  private static int requireThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, found " + threads);
    }
    return threads;
  }

  /**
   * How many vectors there are.
   *
   * @return at least 0
   */
  public int size() {
    return vectors.size();
  }

  /**
   * How many numbers each vector has.
   *
   * @return at least 1
   */
  public int dimensions() {
    return dimensions;
  }

  /**
   * One of the vectors.
   *
   * @param index in the order in which they were added, from 0 on
   * @return a copy
   * @throws IndexOutOfBoundsException if there is no such vector
   */
  public float[] vector(int index) {
    return vectors.get(Objects.checkIndex(index, size()));
  }

  /**
   * How near two of the vectors are, in double precision.
   *
   * @param one the place of a vector
   * @param other the place of a vector
   * @return the same for both orders
   * @throws IndexOutOfBoundsException if there is no such vector
   */
  public double similarity(int one, int other) {
    return scan.exact(query(one), Objects.checkIndex(other, size()));
  }

  /**
   * The nearest vectors of one.
   *
   * @param query as many numbers as there are dimensions
   * @param k how many to find, at least 1
   * @return nearest first; all of them where there are fewer than {@code k}
   * @throws IllegalArgumentException if the query has another length, a number that is not finite,
   *     or lies outside the range of {@link Builder#add}; or if {@code k} is smaller than 1
   */
  public List<Neighbour> nearest(float[] query, int k) {
    return nearest(List.of(query), k, NeighbourFilter.ALL).get(0);
  }

  /**
   * The nearest vectors of several.
   *
   * @param queries each with as many numbers as there are dimensions; may be empty
   * @param k how many to find for each, at least 1
   * @param filter which of them count; it is asked for near ones only
   * @return list {@code i} belongs to query {@code i}: nearest first; all that count where there
   *     are fewer than {@code k}
   * @throws IllegalArgumentException as {@link #nearest(float[], int)} does
   */
  public List<List<Neighbour>> nearest(List<float[]> queries, int k, NeighbourFilter filter) {
    requireNonNull(filter, "filter");
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, found " + k);
    }
    var prepared = new ArrayList<VectorQuery>();
    for (float[] query : queries) {
      prepared.add(scan.query(query, Builder.norm("query", query, dimensions)));
    }
    var found = new ArrayList<List<Neighbour>>();
    for (int from = 0; from < prepared.size(); from += MOST_QUERIES) {
      int first = from;
      List<VectorQuery> some =
          prepared.subList(from, Math.min(prepared.size(), from + MOST_QUERIES));
      long products = (long) size() * dimensions * some.size();
      int workers = (int) Math.min(threads, 1 + products / WORTH_A_THREAD);
      found.addAll(
          scan.search(some, k, (query, index) -> filter.admits(first + query, index), workers));
    }
    return List.copyOf(found);
  }

  /**
   * How near all vectors are to one of them, in single precision.
   *
   * @param index the place of a vector
   * @param near where to put them, one for each vector
   */
  void similaritiesTo(int index, double[] near) {
    VectorQuery query = query(index);
    var lanes = new float[VectorTiles.LANES];
    for (int tile = 0; tile < vectors.tiles(); tile++) {
      int first = tile * VectorTiles.LANES;
      scan.similarities(tile, query, lanes);
      for (int i = first; i < Math.min(size(), first + VectorTiles.LANES); i++) {
        near[i] = lanes[i - first];
      }
    }
  }

  private VectorQuery query(int index) {
    return scan.query(vector(index), norms[index]);
  }

  /** Collects vectors. Not safe for use by many threads; done with once it has built. */
  public static final class Builder {
    private final int dimensions;
    private final Similarity similarity;
    private final VectorTiles vectors;
    private final GrowingDoubles norms = new GrowingDoubles();
    private int threads = Runtime.getRuntime().availableProcessors();
    private boolean built;

    private Builder(int dimensions, Similarity similarity) {
      if (dimensions < 1) {
        throw new IllegalArgumentException("dimensions must be at least 1, found " + dimensions);
      }
      this.dimensions = dimensions;
      this.similarity = requireNonNull(similarity, "similarity");
      this.vectors = new VectorTiles(dimensions);
    }

    /**
     * Sets how many threads search.
     *
     * @param threads at least 1; default as many as there are processors
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder threads(int threads) {
      this.threads = requireThreads(threads);
      return this;
    }

    /**
     * Adds a vector, which is copied.
     *
     * @param vector as many finite numbers as there are dimensions; its length is 0 or lies in
     *     [1e-18, 1e18]
     * @return this builder
     * @throws IllegalArgumentException if it is another kind of vector
     * @throws IllegalStateException if the index is built already
     */
    public Builder add(float[] vector) {
      if (built) {
        throw new IllegalStateException("the index is built already");
      }
      norms.add(norm("vector " + vectors.size(), vector, dimensions));
      vectors.add(vector);
      return this;
    }

    /**
     * Finishes the index.
     *
     * @return the index; may be empty
     * @throws IllegalStateException if it is built already
     */
    public VectorIndex build() {
      if (built) {
        throw new IllegalStateException("the index is built already");
      }
      built = true;
      return new VectorIndex(this);
    }

    private static double norm(String what, float[] vector, int dimensions) {
      if (vector.length != dimensions) {
        throw new IllegalArgumentException(
            "%s must have %d numbers, found %d".formatted(what, dimensions, vector.length));
      }
      double sum = 0;
      for (float number : vector) {
        sum += (double) number * number;
      }
      double norm = Math.sqrt(sum);
      // Written so that NaN fails as well.
      if (!(norm == 0 || (norm >= SHORTEST && norm <= LONGEST))) {
        throw new IllegalArgumentException(
            "the length of %s must be 0 or lie in [%s, %s], found %s"
                .formatted(what, SHORTEST, LONGEST, norm));
      }
      return norm;
    }
  }
}
