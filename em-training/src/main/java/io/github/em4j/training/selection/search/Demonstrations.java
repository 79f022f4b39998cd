package io.github.em4j.training.selection.search;

import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.prompts.DemonstrationSource;
import io.github.em4j.prompts.Serializers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where demonstrations (few-shot examples) come from: from a pool of labelled pairs, at random or
 * by how near they are to the pair that is asked about. Hand-picked ones are {@link
 * DemonstrationSource#fixed}.
 *
 * <pre>{@code
 * PairSearch search = PairSearch.over(dataset.train().pairs()).embedder(embedder).build();
 * PromptRenderer renderer =
 *     PromptRenderer.builder().demonstrations(Demonstrations.nearest(search, 6)).build();
 * }</pre>
 *
 * <p>All of them give the same demonstrations for a pair whenever they are asked, never the pair
 * itself (also not with its sides exchanged), and fewer than asked for only where the pool has no
 * more. The nearest come first; {@link #nearestLast} turns that round.
 *
 * <p>The paper shows the 6 nearest by embedding.
 */
public final class Demonstrations {
  /** How sharply {@link #diverse(PairSearch, int)} prefers near pairs to different ones. */
  private static final double LAMBDA = 0.5;

  private Demonstrations() {}

  /**
   * Pairs drawn at random for each question, told apart from it by both titles.
   *
   * @param pool the pairs to draw from
   * @param count how many, at least 1
   * @param seed what is drawn depends on the seed and the pair only
   * @return a source safe for use by many threads
   * @throws IllegalArgumentException if the count is smaller than 1
   */
  public static DemonstrationSource random(List<LabeledPair> pool, int count, long seed) {
    return random(pool, count, seed, PairText.bothSides(Serializers.titleOnly()));
  }

  /**
   * Pairs drawn at random for each question.
   *
   * @param pool the pairs to draw from
   * @param count how many, at least 1
   * @param seed what is drawn depends on the seed and the text of the pair only
   * @param text how pairs are told apart from the one that is asked about
   * @return a source safe for use by many threads
   * @throws IllegalArgumentException if the count is smaller than 1
   * @throws io.github.em4j.EntityMatchingException if a record cannot be serialised
   */
  public static DemonstrationSource random(
      List<LabeledPair> pool, int count, long seed, PairText text) {
    requireCount(count);
    return new RandomDemonstrations(PoolTexts.of(pool, requireNonNull(text, "text")), count, seed);
  }

  /**
   * The nearest pairs.
   *
   * @param search searches the pool
   * @param count how many, at least 1
   * @return a source safe for use by many threads
   * @throws IllegalArgumentException if the count is smaller than 1
   */
  public static DemonstrationSource nearest(PairSearch search, int count) {
    requireCount(count);
    return new SearchedDemonstrations(
        search,
        count + " nearest",
        pair -> SearchedDemonstrations.places(search.nearest(pair, count)));
  }

  /**
   * The nearest matches and the nearest non-matches, as many of each, taking turns; first the
   * nearest of all. Where the count is odd its label has one more; where one label runs short, the
   * other fills up.
   *
   * @param search searches the pool
   * @param count how many in all, at least 1
   * @return a source safe for use by many threads
   * @throws IllegalArgumentException if the count is smaller than 1
   */
  public static DemonstrationSource balanced(PairSearch search, int count) {
    requireCount(count);
    return new SearchedDemonstrations(
        search, count + " nearest, balanced", new BalancedChoice(search, count));
  }

  /**
   * Near pairs that differ from each other, near and different weighing the same.
   *
   * @param search searches the pool
   * @param count how many, at least 1
   * @return a source safe for use by many threads
   * @throws IllegalArgumentException if the count is smaller than 1
   */
  public static DemonstrationSource diverse(PairSearch search, int count) {
    return diverse(search, count, LAMBDA);
  }

  /**
   * Near pairs that differ from each other, by maximal marginal relevance (Carbonell and Goldstein
   * 1998): each is the one with the greatest {@code lambda · similarity to the question - (1 -
   * lambda) · greatest similarity to one chosen before}, of the 10 times as many nearest, 50 at
   * least.
   *
   * @param search searches the pool
   * @param count how many, at least 1
   * @param lambda in [0, 1]; 1 gives the nearest
   * @return a source safe for use by many threads, in the order of choice
   * @throws IllegalArgumentException if the count is smaller than 1 or lambda lies outside
   */
  public static DemonstrationSource diverse(PairSearch search, int count, double lambda) {
    requireCount(count);
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException("lambda must lie in [0, 1], found " + lambda);
    }
    return new SearchedDemonstrations(
        search, count + " diverse with lambda " + lambda, new DiverseChoice(search, count, lambda));
  }

  /**
   * The same demonstrations the other way round: the nearest one last, next to the question.
   *
   * @param source gives them nearest first
   * @return a source as safe for use by many threads as the given one
   */
  public static DemonstrationSource nearestLast(DemonstrationSource source) {
    requireNonNull(source, "source");
    return new DemonstrationSource() {
      @Override
      public List<LabeledPair> demonstrationsFor(CandidatePair pair) {
        var reversed = new ArrayList<>(source.demonstrationsFor(pair));
        Collections.reverse(reversed);
        return List.copyOf(reversed);
      }

      @Override
      public String description() {
        return source.description() + ", nearest last";
      }
    };
  }

  private static void requireCount(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "the number of demonstrations must be at least 1, found " + count);
    }
  }
}
