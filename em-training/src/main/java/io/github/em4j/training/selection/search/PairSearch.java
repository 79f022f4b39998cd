package io.github.em4j.training.selection.search;

import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.model.TextEmbedder;
import io.github.em4j.prompts.Serializers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A pool of labelled pairs of which it finds those that are nearest to a pair, by their texts.
 * Never finds the pair itself, also with its sides exchanged or under other ids: pairs of the pool
 * with one of these two texts do not count.
 *
 * <pre>{@code
 * PairSearch search = PairSearch.over(dataset.train().pairs()).build();               // by TF-IDF
 * PairSearch search = PairSearch.over(pool).embedder(embedder).build();
 * List<Neighbour> nearest = search.nearest(pair, 6);
 * }</pre>
 *
 * <p>Safe for use by many threads. Does not close the embedder.
 */
public final class PairSearch {
  private final PoolTexts pool;
  private final TextIndex index;

  private PairSearch(PoolTexts pool, TextIndex index) {
    this.pool = pool;
    this.index = index;
  }

  /**
   * Starts a search by TF-IDF over both titles, with as many threads as there are processors.
   *
   * @param pool the pairs to search
   * @return a new builder
   */
  public static Builder over(List<LabeledPair> pool) {
    return new Builder(pool);
  }

  /**
   * The pairs that are searched.
   *
   * @return in their order
   */
  public List<LabeledPair> pool() {
    return pool.pairs();
  }

  /**
   * The nearest pairs of one.
   *
   * @param pair the pair
   * @param k how many to find, at least 1
   * @return places in the {@link #pool}, nearest first; fewer where the pool has no more
   * @throws IllegalArgumentException if {@code k} is smaller than 1
   * @throws io.github.em4j.EntityMatchingException if a record cannot be serialised or a model does
   *     not answer
   */
  public List<Neighbour> nearest(CandidatePair pair, int k) {
    return nearest(List.of(pair), k, NeighbourFilter.ALL).get(0);
  }

  /**
   * The nearest pairs of several.
   *
   * @param pairs the pairs
   * @param k how many to find for each, at least 1
   * @param filter which of the pool count beside the rule that a pair is no neighbour of itself
   * @return list {@code i} belongs to pair {@code i}: places in the {@link #pool}, nearest first
   * @throws IllegalArgumentException if {@code k} is smaller than 1
   * @throws io.github.em4j.EntityMatchingException if a record cannot be serialised or a model does
   *     not answer
   */
  public List<List<Neighbour>> nearest(List<CandidatePair> pairs, int k, NeighbourFilter filter) {
    var texts = new ArrayList<String>();
    var swapped = new ArrayList<String>();
    for (CandidatePair pair : pairs) {
      texts.add(pool.textOf(pair));
      swapped.add(pool.textOf(pair.swapped()));
    }
    return index.nearest(
        texts,
        k,
        (query, i) ->
            !pool.text(i).equals(texts.get(query))
                && !pool.text(i).equals(swapped.get(query))
                && filter.admits(query, i));
  }

  /**
   * How near two pairs of the pool are.
   *
   * @param one a place in the pool
   * @param other a place in the pool
   * @return the same for both orders
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public double similarity(int one, int other) {
    return index.similarity(one, other);
  }

  /**
   * How near all pairs of the pool are to one of them; see {@link TextIndex#similaritiesTo}.
   *
   * @param one a place in the pool
   * @return one number for each pair of the pool
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public double[] similaritiesTo(int one) {
    return index.similaritiesTo(one);
  }

  /**
   * How pairs are compared and which pool is searched, in one line. Goes into provenance.
   *
   * @return for example {@code TF-IDF cosine, both sides (title only), pool of 5743 (1f0c92ab41d7)}
   */
  public String description() {
    return index.description() + ", " + pool.description();
  }

  @Override
  public String toString() {
    return "PairSearch[" + description() + "]";
  }

  /** Collects the parts of a search. Not safe for use by many threads. */
  public static final class Builder {
    private final List<LabeledPair> pool;
    private PairText text = PairText.bothSides(Serializers.titleOnly());
    private int threads = Runtime.getRuntime().availableProcessors();
    private Function<List<String>, TextIndex> index = texts -> TermIndex.of(texts, threads);

    private Builder(List<LabeledPair> pool) {
      this.pool = List.copyOf(pool);
    }

    /**
     * Sets how a pair becomes text.
     *
     * @param text default both sides, titles only
     * @return this builder
     */
    public Builder text(PairText text) {
      this.text = requireNonNull(text, "text");
      return this;
    }

    /**
     * Compares pairs by the cosine of their vectors instead of by TF-IDF.
     *
     * @param embedder gives the vectors; a {@link CachedEmbedder} remembers them; not closed
     * @return this builder
     */
    public Builder embedder(TextEmbedder embedder) {
      requireNonNull(embedder, "embedder");
      return index(texts -> EmbeddingIndex.of(texts, embedder, threads));
    }

    /**
     * Compares pairs in another way.
     *
     * @param index makes an index of the texts of the pool
     * @return this builder
     */
    public Builder index(Function<List<String>, TextIndex> index) {
      this.index = requireNonNull(index, "index");
      return this;
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
     * Indexes the pool.
     *
     * @return the search
     * @throws IllegalArgumentException if the pool is empty and an embedder is to be asked
     * @throws io.github.em4j.EntityMatchingException if a record cannot be serialised or a model
     *     does not answer
     */
    public PairSearch build() {
      PoolTexts texts = PoolTexts.of(pool, text);
      return new PairSearch(texts, index.apply(texts.texts()));
    }
  }
}
