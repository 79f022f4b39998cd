package io.github.em4j.training.selection.search;

import static java.util.Objects.requireNonNull;

import io.github.em4j.training.selection.search.TermVectors.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds texts by the cosine of their TF-IDF vectors, without a model: exactly, over the texts that
 * share a word with the query, by an inverted index.
 *
 * <p>Words are runs of letters and digits in lower case. A word that stands {@code c} times in a
 * text weighs {@code (1 + ln c) (1 + ln((1 + n) / (1 + d)))}, with {@code n} texts of which {@code
 * d} have the word. Texts without a common word have similarity 0.
 *
 * <p>Takes about 12 bytes for each different word of each text. Immutable and safe for use by many
 * threads; the number of threads makes no difference to what is found.
 */
public final class TermIndex implements TextIndex {
  /** Texts to find neighbours of that are worth a thread. */
  private static final int WORTH_A_THREAD = 8;

  private final TermVectors vectors;
  private final double[] norms;
  private final int threads;

  /** By word: from where on the texts that have it are listed, in their order. */
  private final int[] starts;

  private final int[] texts;
  private final char[] counts;

  private TermIndex(TermVectors vectors, int threads) {
    this.vectors = vectors;
    this.threads = threads;
    norms = new double[vectors.size()];
    starts = new int[vectors.vocabulary() + 1];
    for (int term : vectors.terms) {
      starts[term + 1]++;
    }
    for (int term = 0; term < vectors.vocabulary(); term++) {
      starts[term + 1] += starts[term];
    }
    texts = new int[vectors.terms.length];
    counts = new char[vectors.terms.length];
    int[] next = Arrays.copyOf(starts, vectors.vocabulary());
    for (int text = 0; text < norms.length; text++) {
      norms[text] = vectors.norm(text);
      for (int at = vectors.starts[text]; at < vectors.starts[text + 1]; at++) {
        int place = next[vectors.terms[at]]++;
        texts[place] = text;
        counts[place] = vectors.counts[at];
      }
    }
  }

  /**
   * Indexes texts.
   *
   * @param texts the list to search; may be empty
   * @param threads how many search where neighbours of many texts are asked for, at least 1
   * @return the index
   * @throws IllegalArgumentException if there is no thread
   */
  public static TermIndex of(List<String> texts, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, found " + threads);
    }
    return new TermIndex(TermVectors.of(List.copyOf(texts)), threads);
  }

  @Override
  public int size() {
    return vectors.size();
  }

  @Override
  public List<List<Neighbour>> nearest(List<String> queries, int k, NeighbourFilter filter) {
    requireNonNull(filter, "filter");
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, found " + k);
    }
    List<List<Neighbour>> found = new ArrayList<>();
    queries.forEach(query -> found.add(List.of()));
    var next = new AtomicInteger();
    Threads.run(
        Math.min(threads, 1 + queries.size() / WORTH_A_THREAD),
        () -> {
          var sums = new double[size()];
          for (int q = next.getAndIncrement(); q < queries.size(); q = next.getAndIncrement()) {
            // Each place is written by one thread, and read when all have ended.
            found.set(q, nearest(q, vectors.query(queries.get(q)), k, filter, sums));
          }
          return true;
        });
    return List.copyOf(found);
  }

  private List<Neighbour> nearest(
      int query, Query words, int k, NeighbourFilter filter, double[] sums) {
    addProducts(words, sums);
    var best = new BestNeighbours(Math.max(1, Math.min(k, size())));
    for (int text = 0; text < sums.length; text++) {
      double similarity = cosine(sums[text], words.norm, norms[text]);
      if (best.wants(text, similarity) && filter.admits(query, text)) {
        best.offer(text, similarity);
      }
      sums[text] = 0;
    }
    return best.take();
  }

  /** Adds word by word, in the order of their numbers, so that each sum has the same bits. */
  private void addProducts(Query words, double[] sums) {
    for (int i = 0; i < words.terms.length; i++) {
      int term = words.terms[i];
      double weight = words.weights[i];
      double once = weight * vectors.weight(term, 1);
      for (int at = starts[term]; at < starts[term + 1]; at++) {
        sums[texts[at]] += counts[at] == 1 ? once : weight * vectors.weight(term, counts[at]);
      }
    }
  }

  @Override
  public double similarity(int one, int other) {
    Query left = vectors.query(Objects.checkIndex(one, size()));
    Query right = vectors.query(Objects.checkIndex(other, size()));
    double sum = 0;
    for (int i = 0, j = 0; i < left.terms.length && j < right.terms.length; ) {
      int difference = Integer.compare(left.terms[i], right.terms[j]);
      if (difference == 0) {
        sum += left.weights[i] * right.weights[j];
      }
      i += difference <= 0 ? 1 : 0;
      j += difference >= 0 ? 1 : 0;
    }
    return cosine(sum, left.norm, right.norm);
  }

  @Override
  public double[] similaritiesTo(int index) {
    Query words = vectors.query(Objects.checkIndex(index, size()));
    var near = new double[size()];
    addProducts(words, near);
    for (int text = 0; text < near.length; text++) {
      near[text] = cosine(near[text], words.norm, norms[text]);
    }
    return near;
  }

  private static double cosine(double product, double norm, double other) {
    return product == 0 ? 0 : product / (norm * other);
  }

  @Override
  public String description() {
    return "TF-IDF cosine";
  }
}
