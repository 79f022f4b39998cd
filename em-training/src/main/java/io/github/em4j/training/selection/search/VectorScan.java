package io.github.em4j.training.selection.search;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Compares some queries with all vectors: products of whole tiles in single precision, and then the
 * {@link Candidates} in double precision.
 */
final class VectorScan {
  private final VectorTiles vectors;
  private final Similarity similarity;
  private final double[] norms;

  /** What products are multiplied with to become cosines; as long as the tiles. */
  private final float[] scales;

  private final double longest;

  VectorScan(VectorTiles vectors, Similarity similarity, double[] norms) {
    this.vectors = vectors;
    this.similarity = similarity;
    this.norms = norms;
    scales = new float[vectors.tiles() * VectorTiles.LANES];
    double most = 0;
    for (int i = 0; i < norms.length; i++) {
      scales[i] = norms[i] == 0 ? 0 : (float) (1 / norms[i]);
      most = Math.max(most, norms[i]);
    }
    longest = most;
  }

  VectorQuery query(float[] raw, double norm) {
    return new VectorQuery(raw, norm, vectors, similarity);
  }

  /** In double precision. */
  double exact(VectorQuery query, int index) {
    double product = vectors.exactProduct(query.raw, index);
    if (similarity == Similarity.DOT) {
      return product;
    }
    return query.norm == 0 || norms[index] == 0 ? 0 : product / (query.norm * norms[index]);
  }

  /** How near the vectors of a tile are, in single precision. */
  void similarities(int tile, VectorQuery query, float[] near) {
    vectors.products(tile, query.numbers, near);
    if (similarity == Similarity.COSINE) {
      int first = tile * VectorTiles.LANES;
      for (int lane = 0; lane < VectorTiles.LANES; lane++) {
        near[lane] = near[lane] * scales[first + lane];
      }
    }
  }

  List<List<Neighbour>> search(
      List<VectorQuery> queries, int k, NeighbourFilter filter, int threads) {
    var nextTile = new AtomicInteger();
    List<List<Candidates>> parts =
        Threads.run(
            threads,
            () -> {
              var worker = new Worker(queries, k, filter);
              for (int tile = nextTile.getAndIncrement();
                  tile < vectors.tiles();
                  tile = nextTile.getAndIncrement()) {
                worker.take(tile);
              }
              return worker.candidates;
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

  private List<Neighbour> nearest(VectorQuery query, int k, Candidates candidates) {
    int[] indexes = candidates.indexes();
    var best = new BestNeighbours(Math.max(1, Math.min(k, indexes.length)));
    for (int index : indexes) {
      best.offer(index, exact(query, index));
    }
    return best.take();
  }

  /**
   * By how much a similarity in single precision may be wrong: the classical bound of a sum that is
   * rounded at each step, with some steps more for what is scaled, and a little for numbers that
   * are rounded to zero.
   */
  private double errorBound(VectorQuery query) {
    double steps = query.numbers.length + 12;
    double unit = 0x1p-24;
    double relative = steps * unit / (1 - steps * unit);
    return similarity == Similarity.COSINE
        ? relative + steps * 1e-26
        : relative * query.norm * longest + steps * 1e-44;
  }

  /** What one thread finds in the tiles that it takes. */
  private final class Worker {
    final List<Candidates> candidates = new ArrayList<>();
    private final List<VectorQuery> queries;
    private final NeighbourFilter filter;
    private final float[] near = new float[VectorTiles.LANES];

    Worker(List<VectorQuery> queries, int k, NeighbourFilter filter) {
      this.queries = queries;
      this.filter = filter;
      queries.forEach(query -> candidates.add(new Candidates(k, errorBound(query))));
    }

    void take(int tile) {
      for (int query = 0; query < queries.size(); query++) {
        similarities(tile, queries.get(query), near);
        keepNear(query, tile * VectorTiles.LANES);
      }
    }

    private void keepNear(int query, int first) {
      Candidates kept = candidates.get(query);
      int lanes = Math.min(VectorTiles.LANES, vectors.size() - first);
      float threshold = kept.threshold();
      for (int lane = 0; lane < lanes; lane++) {
        if (near[lane] >= threshold && filter.admits(query, first + lane)) {
          kept.add(first + lane, near[lane]);
          threshold = kept.threshold();
        }
      }
    }
  }
}
