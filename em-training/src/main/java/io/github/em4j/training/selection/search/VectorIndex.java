package io.github.em4j.training.selection.search;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

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
  private final Similarity similarity;
  private final int threads;
  private final VectorTiles vectors;
  private final double[] norms;
  private final float[] scales;
  private final double longest;

  private VectorIndex(Builder builder) {
    dimensions = builder.dimensions;
    similarity = builder.similarity;
    threads = builder.threads;
    vectors = builder.vectors;
    int size = vectors.size();
    norms = builder.norms.take(size);
    scales = new float[(size + VectorTiles.LANES - 1) / VectorTiles.LANES * VectorTiles.LANES];
    double most = 0;
    for (int i = 0; i < size; i++) {
      scales[i] = norms[i] == 0 ? 0 : (float) (1 / norms[i]);
      most = Math.max(most, norms[i]);
    }
    longest = most;
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
    return exact(new Query(vector(one), norms[one]), Objects.checkIndex(other, size()));
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
    var prepared = new ArrayList<Query>();
    for (float[] query : queries) {
      prepared.add(new Query(query, Builder.norm("query", query, dimensions)));
    }
    var found = new ArrayList<List<Neighbour>>();
    for (int from = 0; from < prepared.size(); from += MOST_QUERIES) {
      int first = from;
      List<Query> some = prepared.subList(from, Math.min(prepared.size(), from + MOST_QUERIES));
      found.addAll(search(some, k, (query, index) -> filter.admits(first + query, index)));
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
    var query = new Query(vector(index), norms[index]);
    var sums = new float[VectorTiles.LANES];
    for (int tile = 0; tile < vectors.tiles(); tile++) {
      int first = tile * VectorTiles.LANES;
      vectors.products(tile, query.numbers, sums);
      for (int i = first; i < Math.min(size(), first + VectorTiles.LANES); i++) {
        near[i] = similarity == Similarity.COSINE ? sums[i - first] * scales[i] : sums[i - first];
      }
    }
  }

  private List<List<Neighbour>> search(List<Query> queries, int k, NeighbourFilter filter) {
    long products = (long) size() * dimensions * queries.size();
    int workers = (int) Math.min(threads, 1 + products / WORTH_A_THREAD);
    var nextTile = new AtomicInteger();
    List<List<Candidates>> parts =
        Threads.run(
            workers,
            () -> {
              var scan = new Scan(queries, k, filter);
              for (int tile = nextTile.getAndIncrement();
                  tile < vectors.tiles();
                  tile = nextTile.getAndIncrement()) {
                scan.take(tile);
              }
              return scan.candidates;
            });
    return IntStream.range(0, queries.size())
        .mapToObj(
            q -> {
              Candidates all = parts.get(0).get(q);
              parts.stream().skip(1).forEach(part -> all.addAll(part.get(q)));
              return nearest(queries.get(q), k, all);
            })
        .toList();
  }

  private List<Neighbour> nearest(Query query, int k, Candidates candidates) {
    int[] indexes = candidates.indexes();
    var best = new BestNeighbours(Math.max(1, Math.min(k, indexes.length)));
    for (int index : indexes) {
      best.offer(index, exact(query, index));
    }
    return best.take();
  }

  private double exact(Query query, int index) {
    double product = vectors.exactProduct(query.raw, index);
    if (similarity == Similarity.DOT) {
      return product;
    }
    return query.norm == 0 || norms[index] == 0 ? 0 : product / (query.norm * norms[index]);
  }

  /**
   * By how much a product in single precision may be wrong: the classical bound of a sum that is
   * rounded at each step, with some steps more for what is scaled, and a little for numbers that
   * are rounded to zero.
   */
  private double errorBound(Query query) {
    double steps = dimensions + 12;
    double unit = 0x1p-24;
    double relative = steps * unit / (1 - steps * unit);
    return similarity == Similarity.COSINE
        ? relative + steps * 1e-26
        : relative * query.norm * longest + steps * 1e-44;
  }

  /** A query in the form that tiles want, of length 1 where angles are compared. */
  private final class Query {
    final float[] raw;
    final double norm;
    final float[] numbers;

    Query(float[] raw, double norm) {
      this.raw = raw.clone();
      this.norm = norm;
      this.numbers = vectors.padded(raw);
      if (similarity == Similarity.COSINE && norm > 0) {
        for (int d = 0; d < dimensions; d++) {
          numbers[d] = (float) (numbers[d] / norm);
        }
      }
    }
  }

  /** What one thread finds in the tiles that it takes. */
  private final class Scan {
    final List<Candidates> candidates = new ArrayList<>();
    private final List<Query> queries;
    private final NeighbourFilter filter;
    private final float[][] sums = new float[VectorTiles.QUERIES][VectorTiles.LANES];
    private final float[][] group = new float[VectorTiles.QUERIES][];

    Scan(List<Query> queries, int k, NeighbourFilter filter) {
      this.queries = queries;
      this.filter = filter;
      queries.forEach(query -> candidates.add(new Candidates(k, errorBound(query))));
    }

    void take(int tile) {
      int query = 0;
      for (; query + VectorTiles.QUERIES <= queries.size(); query += VectorTiles.QUERIES) {
        for (int i = 0; i < VectorTiles.QUERIES; i++) {
          group[i] = queries.get(query + i).numbers;
        }
        vectors.products(tile, group, sums);
        for (int i = 0; i < VectorTiles.QUERIES; i++) {
          keepNear(tile, query + i, sums[i]);
        }
      }
      for (; query < queries.size(); query++) {
        vectors.products(tile, queries.get(query).numbers, sums[0]);
        keepNear(tile, query, sums[0]);
      }
    }

    private void keepNear(int tile, int query, float[] products) {
      int first = tile * VectorTiles.LANES;
      if (similarity == Similarity.COSINE) {
        for (int lane = 0; lane < VectorTiles.LANES; lane++) {
          products[lane] = products[lane] * scales[first + lane];
        }
      }
      Candidates kept = candidates.get(query);
      int lanes = Math.min(VectorTiles.LANES, size() - first);
      float threshold = kept.threshold();
      for (int lane = 0; lane < lanes; lane++) {
        if (products[lane] >= threshold && filter.admits(query, first + lane)) {
          kept.add(first + lane, products[lane]);
          threshold = kept.threshold();
        }
      }
    }
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
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be at least 1, found " + threads);
      }
      this.threads = threads;
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
