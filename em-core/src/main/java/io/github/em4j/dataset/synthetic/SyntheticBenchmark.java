package io.github.em4j.dataset.synthetic;

import io.github.em4j.dataset.Dataset;
import java.util.function.LongFunction;

/**
 * A benchmark that is made up from a seed and word lists of our own: no brand, person or venue in
 * it is real. It serves first steps, tests and comparisons on machines without the public data;
 * figures measured on it are to be labelled synthetic, and a matcher's place on it says little of
 * its place on real data.
 *
 * <p>A world of entities is made first, in neighbourhoods that are easily mixed up: product
 * families whose members differ in capacity, colour or model number; research groups whose papers
 * differ in a word, a part or the venue. Two to four sources describe each entity, each in its own
 * style, with abbreviations, other orders, missing attributes, typing errors and other spellings of
 * units and model numbers. Matches are two views of one entity; non-matches are mostly views of two
 * neighbours, and are annotated as {@linkplain io.github.em4j.PairAnnotations#hardNegative corner
 * cases}. Every pair can be decided from what both of its records show: there is no label noise.
 *
 * <p>No pair is in two splits. {@link Builder#unseenShare} of the test pairs are about entities of
 * which neither training nor validation has a record; both entities of each other test pair occur
 * in training, in other pairs. Left and right records come from different sources.
 *
 * <p>The same options give the same data, byte for byte, on every platform. Immutable and safe for
 * use by many threads.
 */
public final class SyntheticBenchmark {

  /** The seed of the benchmark that is reported unless another one is named: {@value}. */
  public static final long DEFAULT_SEED = 42;

  private final String name;
  private final LongFunction<Catalogue> domain;
  private final Builder options;

  private SyntheticBenchmark(Builder builder) {
    this.name = builder.name;
    this.domain = builder.domain;
    this.options = new Builder(builder);
  }

  /**
   * Offers of electronics, household goods and tools with {@code title}, {@code brand}, {@code
   * modelno}, {@code category}, {@code description} and {@code price}, of which all but the title
   * may be missing.
   *
   * @return a new builder
   */
  public static Builder products() {
    return new Builder("synthetic-products", ProductCatalogue::new);
  }

  /**
   * References to papers with {@code title}, {@code authors}, {@code venue} and {@code year}, of
   * which the last two may be missing.
   *
   * @return a new builder
   */
  public static Builder publications() {
    return new Builder("synthetic-publications", PublicationCatalogue::new);
  }

  /**
   * Makes the data. Each call does the whole work again, about a second at most for the default
   * sizes.
   *
   * @return a data set named {@code synthetic-products} or {@code synthetic-publications} with the
   *     splits {@link Dataset#TRAIN}, {@link Dataset#VALIDATION} and {@link Dataset#TEST}; every
   *     pair is annotated with both entities
   * @throws IllegalArgumentException if the training split is a handful of pairs and cannot show
   *     all entities of the seen test pairs
   */
  public Dataset generate() {
    return new Dataset(name, new PairSampler(domain.apply(options.seed), options).splits());
  }

  /**
   * The name and all options, enough to make the same data again.
   *
   * @return for reports
   */
  @Override
  public String toString() {
    return name
        + "[seed="
        + options.seed
        + " train="
        + options.trainPairs
        + " valid="
        + options.validationPairs
        + " test="
        + options.testPairs
        + " positives="
        + options.positiveShare
        + " cornerCases="
        + options.cornerCaseShare
        + " unseen="
        + options.unseenShare
        + "]";
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {

    /** The bound keeps record numbers within their range. */
    private static final int MOST_PAIRS = 200_000;

    private final String name;
    private final LongFunction<Catalogue> domain;
    long seed = DEFAULT_SEED;
    int trainPairs = 2_000;
    int validationPairs = 500;
    int testPairs = 1_000;
    double positiveShare = 0.2;
    double cornerCaseShare = 0.8;
    double unseenShare = 0.5;

    private Builder(String name, LongFunction<Catalogue> domain) {
      this.name = name;
      this.domain = domain;
    }

    private Builder(Builder other) {
      this(other.name, other.domain);
      this.seed = other.seed;
      this.trainPairs = other.trainPairs;
      this.validationPairs = other.validationPairs;
      this.testPairs = other.testPairs;
      this.positiveShare = other.positiveShare;
      this.cornerCaseShare = other.cornerCaseShare;
      this.unseenShare = other.unseenShare;
    }

    /**
     * Sets what everything is drawn from.
     *
     * @param seed any number; default {@link SyntheticBenchmark#DEFAULT_SEED}
     * @return this builder
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Sets how many pairs the training split has.
     *
     * @param pairs 10 to 200,000; default 2,000
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder trainPairs(int pairs) {
      this.trainPairs = requirePairs("trainPairs", pairs);
      return this;
    }

    /**
     * Sets how many pairs the validation split has.
     *
     * @param pairs 10 to 200,000; default 500
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder validationPairs(int pairs) {
      this.validationPairs = requirePairs("validationPairs", pairs);
      return this;
    }

    /**
     * Sets how many pairs the test split has.
     *
     * @param pairs 10 to 200,000; default 1,000
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder testPairs(int pairs) {
      this.testPairs = requirePairs("testPairs", pairs);
      return this;
    }

    /**
     * Sets which share of the pairs of each split are matches, rounded to whole pairs.
     *
     * @param share 0.05 to 0.5; default 0.2
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder positiveShare(double share) {
      this.positiveShare = requireShare("positiveShare", share, 0.05, 0.5);
      return this;
    }

    /**
     * Sets which share of the non-matches of each split are corner cases: views of two entities of
     * one neighbourhood. The others are of two neighbourhoods drawn at random.
     *
     * @param share 0 to 1; default 0.8
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder cornerCaseShare(double share) {
      this.cornerCaseShare = requireShare("cornerCaseShare", share, 0, 1);
      return this;
    }

    /**
     * Sets which share of the test pairs, and so about which share of its entities, are of entities
     * that occur in no other split. It holds for matches, corner cases and other non-matches alike,
     * each rounded to whole pairs.
     *
     * @param share 0 to 1; default 0.5
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder unseenShare(double share) {
      this.unseenShare = requireShare("unseenShare", share, 0, 1);
      return this;
    }

    /**
     * Finishes the options.
     *
     * @return the benchmark
     * @throws IllegalArgumentException if the training split is smaller than the part of the test
     *     split whose entities it has to show
     */
    public SyntheticBenchmark build() {
      long seen = Math.round(testPairs * (1 - unseenShare));
      if (seen > trainPairs) {
        throw new IllegalArgumentException(
            "trainPairs must be at least the number of seen test pairs, "
                + seen
                + ", so that training can show their entities; found "
                + trainPairs);
      }
      return new SyntheticBenchmark(this);
    }

    private static int requirePairs(String what, int pairs) {
      if (pairs < 10 || pairs > MOST_PAIRS) {
        throw new IllegalArgumentException(
            what + " must be from 10 to " + MOST_PAIRS + ", found " + pairs);
      }
      return pairs;
    }

    private static double requireShare(String what, double share, double low, double high) {
      if (!(share >= low && share <= high)) {
        throw new IllegalArgumentException(
            what + " must be from " + low + " to " + high + ", found " + share);
      }
      return share;
    }
  }
}
