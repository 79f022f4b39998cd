package io.github.em4j.examples;

import io.github.em4j.training.selection.search.Neighbour;
import io.github.em4j.training.selection.search.NeighbourFilter;
import io.github.em4j.training.selection.search.Similarity;
import io.github.em4j.training.selection.search.TermIndex;
import io.github.em4j.training.selection.search.VectorIndex;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.tribuo.math.la.DenseVector;

/**
 * Measures how fast the nearest vectors are found: by a loop as anybody would write it, by Tribuo's
 * vectors, and by {@link VectorIndex}, one query at a time and many together. All are told as the
 * time for comparing a query with one vector, so that the slow ones need not go over all vectors.
 */
final class SearchBenchmark {
  /** The slow ones go over so many vectors at most. */
  private static final int PART = 100_000;

  private static final int WORDS = 20;
  private static final long SEED = 1;

  /** What is measured. */
  record Setup(
      int vectors, int dimensions, int queries, int k, int rounds, List<Integer> threads) {}

  /**
   * One way to search.
   *
   * @param nanosPerVector for a query and a vector, the best round
   * @param ratioToLoop how many times as fast as the loop
   */
  record Row(String search, int threads, int vectors, double nanosPerVector, double ratioToLoop) {}

  /** All figures of a run. */
  record Figures(Setup setup, List<Row> rows, double termIndexMillisPerQuery) {}

  private final Setup setup;
  private final PrintWriter progress;
  private final float[][] some;
  private final List<float[]> queries = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(SEED);

  private SearchBenchmark(Setup setup, PrintWriter progress) {
    this.setup = setup;
    this.progress = progress;
    this.some = new float[Math.min(PART, setup.vectors())][];
    for (int i = 0; i < setup.queries(); i++) {
      queries.add(vector());
    }
  }

  static Figures run(Setup setup, PrintWriter progress) {
    return new SearchBenchmark(setup, progress).measure();
  }

  private Figures measure() {
    VectorIndex.Builder builder = VectorIndex.builder(setup.dimensions(), Similarity.DOT);
    for (int i = 0; i < setup.vectors(); i++) {
      float[] vector = vector();
      builder.add(vector);
      if (i < some.length) {
        some[i] = vector;
      }
    }
    VectorIndex index = builder.build();
    say(setup.vectors() + " vectors are in memory");
    requireSame(index);

    var rows = new ArrayList<Row>();
    double loop = nanos(some.length, q -> nearestByLoop(queries.get(q)));
    rows.add(row("loop", 1, some.length, loop, loop));
    DenseVector[] dense =
        Arrays.stream(some).map(SearchBenchmark::dense).toArray(DenseVector[]::new);
    double tribuo = nanos(some.length, q -> nearestByTribuo(dense, dense(queries.get(q))));
    rows.add(row("Tribuo", 1, some.length, tribuo, loop));
    for (int threads : setup.threads()) {
      VectorIndex its = index.withThreads(threads);
      double alone = nanos(setup.vectors(), q -> its.nearest(queries.get(q), setup.k()));
      rows.add(row("VectorIndex, one query", threads, setup.vectors(), alone, loop));
      double together = together(its);
      String name = "VectorIndex, " + setup.queries() + " queries";
      rows.add(row(name, threads, setup.vectors(), together, loop));
    }
    return new Figures(setup, rows, termIndexMillis());
  }

  /** A search that is fast because it is wrong is not to be measured. */
  private void requireSame(VectorIndex index) {
    float[] query = queries.get(0);
    NeighbourFilter part = (q, i) -> i < some.length;
    List<Neighbour> found = index.nearest(List.of(query), 1, part).get(0);
    if (found.get(0).index() != nearestByLoop(query)) {
      throw new IllegalStateException("the index and the loop do not find the same vector");
    }
  }

  private Row row(String search, int threads, int vectors, double nanos, double loop) {
    say(String.format(Locale.ROOT, "%s, %d threads: %.1f ns", search, threads, nanos));
    return new Row(search, threads, vectors, nanos, loop / nanos);
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }

  /** The best round of one query after the other. */
  private double nanos(int vectors, IntFunction<Object> search) {
    double best = Double.POSITIVE_INFINITY;
    int count = Math.min(setup.queries(), 8);
    for (int round = 0; round < setup.rounds(); round++) {
      long start = System.nanoTime();
      for (int q = 0; q < count; q++) {
        if (search.apply(q).equals(-1)) {
          throw new IllegalStateException("nothing was found");
        }
      }
      best = Math.min(best, (System.nanoTime() - start) / ((double) count * vectors));
    }
    return best;
  }

  private double together(VectorIndex index) {
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < setup.rounds(); round++) {
      long start = System.nanoTime();
      index.nearest(queries, setup.k(), NeighbourFilter.ALL);
      double pairs = (double) queries.size() * setup.vectors();
      best = Math.min(best, (System.nanoTime() - start) / pairs);
    }
    return best;
  }

  private int nearestByLoop(float[] query) {
    int best = -1;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < some.length; i++) {
      float sum = 0;
      for (int d = 0; d < query.length; d++) {
        sum += query[d] * some[i][d];
      }
      if (sum > most) {
        most = sum;
        best = i;
      }
    }
    return best;
  }

  private static int nearestByTribuo(DenseVector[] vectors, DenseVector query) {
    int best = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < vectors.length; i++) {
      double product = query.dot(vectors[i]);
      if (product > most) {
        most = product;
        best = i;
      }
    }
    return best;
  }

  private static DenseVector dense(float[] vector) {
    var numbers = new double[vector.length];
    for (int d = 0; d < numbers.length; d++) {
      numbers[d] = vector[d];
    }
    return DenseVector.createDenseVector(numbers);
  }

  private float[] vector() {
    var vector = new float[setup.dimensions()];
    for (int d = 0; d < vector.length; d++) {
      vector[d] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }

  /** Texts of words of which few are frequent and most are rare. */
  private double termIndexMillis() {
    int count = Math.max(1, setup.vectors() / 10);
    var texts = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    TermIndex index = TermIndex.of(texts, 1);
    List<String> asked = texts.subList(0, Math.min(count, setup.queries()));
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < setup.rounds(); round++) {
      long start = System.nanoTime();
      index.nearest(asked, setup.k(), NeighbourFilter.ALL);
      best = Math.min(best, (System.nanoTime() - start) / 1e6 / asked.size());
    }
    say(String.format(Locale.ROOT, "TF-IDF over %d texts: %.2f ms a query", count, best));
    return best;
  }

  private String text() {
    var text = new StringBuilder();
    for (int word = 0; word < WORDS; word++) {
      double uniform = random.nextDouble();
      text.append('w').append((int) Math.pow(50_000, uniform)).append(' ');
    }
    return text.toString();
  }
}
