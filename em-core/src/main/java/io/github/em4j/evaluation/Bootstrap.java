package io.github.em4j.evaluation;

import static java.util.Objects.requireNonNull;

import io.github.em4j.LabeledPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The bootstrap: how much a score would vary if the pairs had been others of the same kind. Draws
 * pairs with replacement many times and looks at the spread of the score (percentile intervals).
 *
 * <p>By default each pair is drawn by itself. Pairs that share an entity are not independent of
 * each other, and intervals that ignore that are too narrow; {@link Builder#clusterBy} draws all
 * pairs of a cluster together.
 *
 * <p>Immutable and safe for use by many threads. The same seed gives the same numbers.
 */
// Longer than most classes because every way to ask stands here with its contract; the work is in
// Resampler.
public final class Bootstrap {

  /** 2,000 resamples of single pairs, 95 % confidence, seed 42. */
  public static final Bootstrap DEFAULTS = builder().build();

  private final int resamples;
  private final double confidence;
  private final long seed;
  private final Optional<Function<? super LabeledPair, ?>> clusterOf;

  private Bootstrap(Builder builder) {
    this.resamples = builder.resamples;
    this.confidence = builder.confidence;
    this.seed = builder.seed;
    this.clusterOf = builder.clusterOf;
  }

  /**
   * Starts from the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * How many resamples are drawn.
   *
   * @return at least 1
   */
  public int resamples() {
    return resamples;
  }

  /**
   * How often an interval is meant to cover the true value.
   *
   * @return in (0, 1)
   */
  public double confidence() {
    return confidence;
  }

  /**
   * What the random numbers start from.
   *
   * @return the seed
   */
  public long seed() {
    return seed;
  }

  /**
   * The interval of one score.
   *
   * @param predictions on at least one pair
   * @param score for example {@link Score#F1} or any other finite function of the counts
   * @return the score with its interval
   * @throws IllegalArgumentException if there is no pair or the score is not a finite number
   */
  public ConfidenceInterval interval(
      Predictions predictions, ToDoubleFunction<ConfusionCounts> score) {
    return intervals(predictions, List.of(score)).get(0);
  }

  /**
   * The intervals of all named scores, from the same resamples.
   *
   * @param predictions on at least one pair
   * @return an unmodifiable map with an entry for every score
   * @throws IllegalArgumentException if there is no pair
   */
  public Map<Score, ConfidenceInterval> intervals(Predictions predictions) {
    List<Score> scores = List.of(Score.values());
    List<ConfidenceInterval> intervals = intervals(predictions, scores);
    var byScore = new EnumMap<Score, ConfidenceInterval>(Score.class);
    for (int i = 0; i < intervals.size(); i++) {
      byScore.put(scores.get(i), intervals.get(i));
    }
    return Collections.unmodifiableMap(byScore);
  }

  private List<ConfidenceInterval> intervals(
      Predictions predictions, List<? extends ToDoubleFunction<ConfusionCounts>> scores) {
    Resampler resampler = resampler(List.of(predictions));
    ConfusionCounts original = resampler.original().get(0);
    var drawn = new double[scores.size()][resamples];
    var random = new SplittableRandom(seed);
    for (int r = 0; r < resamples; r++) {
      ConfusionCounts counts = resampler.draw(random).get(0);
      for (int s = 0; s < drawn.length; s++) {
        drawn[s][r] = finite(scores.get(s).applyAsDouble(counts));
      }
    }
    var intervals = new ConfidenceInterval[drawn.length];
    for (int s = 0; s < drawn.length; s++) {
      intervals[s] = interval(finite(scores.get(s).applyAsDouble(original)), drawn[s]);
    }
    return List.of(intervals);
  }

  /**
   * Any figure that follows from the answers of several matchers, possibly on several splits.
   * Matchers on the same pairs have them drawn together, so that the figure may compare them; other
   * pairs are drawn independently.
   *
   * @param predictions of each matcher, on at least one pair
   * @param figure takes the counts of each matcher, in the order of the predictions; empty where it
   *     is not defined, else finite
   * @return the figure with its interval
   * @throws IllegalArgumentException if there are no predictions or some on no pair, or the figure
   *     is not a finite number
   */
  public BootstrappedFigure figure(
      List<Predictions> predictions, Function<List<ConfusionCounts>, OptionalDouble> figure) {
    return figures(predictions, List.of(figure)).get(0);
  }

  /**
   * Several figures from the same resamples, as {@link #figure} gives each of them.
   *
   * @param predictions of each matcher, on at least one pair
   * @param figures take the counts of each matcher, in the order of the predictions
   * @return one for each figure, in their order
   * @throws IllegalArgumentException as for a single figure
   */
  public List<BootstrappedFigure> figures(
      List<Predictions> predictions,
      List<Function<List<ConfusionCounts>, OptionalDouble>> figures) {
    Resampler resampler = resampler(predictions);
    var drawn = new double[figures.size()][resamples];
    var defined = new int[figures.size()];
    var random = new SplittableRandom(seed);
    for (int r = 0; r < resamples; r++) {
      List<ConfusionCounts> counts = resampler.draw(random);
      for (int f = 0; f < drawn.length; f++) {
        OptionalDouble value = figures.get(f).apply(counts);
        if (value.isPresent()) {
          drawn[f][defined[f]++] = finite(value.getAsDouble());
        }
      }
    }
    var results = new ArrayList<BootstrappedFigure>(drawn.length);
    for (int f = 0; f < drawn.length; f++) {
      OptionalDouble estimate = figures.get(f).apply(resampler.original());
      results.add(bootstrapped(estimate, Arrays.copyOf(drawn[f], defined[f])));
    }
    return List.copyOf(results);
  }

  private BootstrappedFigure bootstrapped(OptionalDouble estimate, double[] drawn) {
    int undefined = resamples - drawn.length;
    boolean bounded = drawn.length > 0 && undefined <= resamples * (1 - confidence) / 2;
    return new BootstrappedFigure(
        estimate.isPresent() && bounded
            ? Optional.of(interval(finite(estimate.getAsDouble()), drawn))
            : Optional.empty(),
        estimate,
        resamples,
        undefined);
  }

  /**
   * The interval of a score that looks at probabilities. Pairs without one are left out, and a
   * cluster all of whose pairs have none.
   *
   * <p>The expected calibration error is a mean of absolute values, which noise can only raise, and
   * a resample is noisier than the sample: its interval tends to lie above the estimate.
   *
   * @param predictions of which at least one has a probability
   * @param score for example {@link ProbabilityScore#LOG_LOSS} or any other finite function of
   *     labels and probabilities of at least one pair
   * @return the score with its interval
   * @throws IllegalArgumentException if no pair has a probability or the score is not a finite
   *     number
   */
  public ConfidenceInterval probabilityInterval(
      Predictions predictions, ToDoubleFunction<ScoredPredictions> score) {
    List<Prediction> known =
        predictions.stream().filter(p -> p.matchProbability().isPresent()).toList();
    if (known.isEmpty()) {
      throw new IllegalArgumentException(
          "the bootstrap needs at least one pair with a probability, found none in split '"
              + predictions.split().name()
              + "'");
    }
    ScoredPredictions scored = predictions.scored();
    CellResampler resampler =
        CellResampler.of(
            known.size(),
            2 * scored.groups(),
            i -> {
              int group = scored.groupOf(known.get(i).matchProbability().orElseThrow());
              return 2 * group + (known.get(i).pair().label().isMatch() ? 0 : 1);
            },
            i -> clusterOf.<Object>map(key -> key.apply(known.get(i).pair())).orElse(i));
    var drawn = new double[resamples];
    var random = new SplittableRandom(seed);
    for (int r = 0; r < resamples; r++) {
      drawn[r] = finite(score.applyAsDouble(scored.withCounts(resampler.draw(random))));
    }
    return interval(finite(score.applyAsDouble(scored)), drawn);
  }

  /**
   * The paired bootstrap: by how much the first matcher is better than the second, on pairs that
   * are drawn for both together. The p-value inverts the interval: it falls below 0.05 about where
   * the interval of 95 % leaves zero out.
   *
   * @param first what the first matcher answered on at least one pair
   * @param second what the second matcher answered on the same pairs in the same order
   * @param score for example {@link Score#F1} or any other finite function of the counts
   * @return the difference, positive where the first matcher is better
   * @throws IllegalArgumentException if the two are not about the same pairs with the same labels,
   *     there is no pair, or the score is not a finite number
   */
  public ScoreDifference difference(
      Predictions first, Predictions second, ToDoubleFunction<ConfusionCounts> score) {
    return difference(List.of(first), List.of(second), score);
  }

  /**
   * The paired bootstrap over several runs of each matcher, for example with several seeds: by how
   * much the first one's mean score is better. Pairs are drawn, runs are not.
   *
   * @param first what the first matcher answered in each run, at least one
   * @param second what the second matcher answered in each run, at least one; there need not be as
   *     many
   * @param score for example {@link Score#F1} or any other finite function of the counts
   * @return the difference, positive where the first matcher is better
   * @throws IllegalArgumentException if there is no run of one, not all are about the same pairs
   *     with the same labels, there is no pair, or the score is not a finite number
   */
  public ScoreDifference difference(
      List<Predictions> first, List<Predictions> second, ToDoubleFunction<ConfusionCounts> score) {
    if (first.isEmpty() || second.isEmpty()) {
      throw new IllegalArgumentException(
          "a comparison needs runs on both sides, found %d and %d"
              .formatted(first.size(), second.size()));
    }
    List<Predictions> all = new ArrayList<>(first);
    all.addAll(second);
    all.forEach(all.get(0)::requireSamePairs);
    Resampler resampler = resampler(all);
    double estimate = difference(resampler.original(), first.size(), score);
    var drawn = new double[resamples];
    var random = new SplittableRandom(seed);
    int notAbove = 0;
    int notBelow = 0;
    for (int r = 0; r < resamples; r++) {
      drawn[r] = difference(resampler.draw(random), first.size(), score);
      notAbove += drawn[r] <= 0 ? 1 : 0;
      notBelow += drawn[r] >= 0 ? 1 : 0;
    }
    // The sample itself counts as one more resample, so that no p-value is ever zero.
    double pValue = Math.min(1, 2 * (1.0 + Math.min(notAbove, notBelow)) / (resamples + 1.0));
    return new ScoreDifference(interval(estimate, drawn), pValue);
  }

  private static double difference(
      List<ConfusionCounts> counts, int ofFirst, ToDoubleFunction<ConfusionCounts> score) {
    return mean(counts.subList(0, ofFirst), score)
        - mean(counts.subList(ofFirst, counts.size()), score);
  }

  private static double mean(
      List<ConfusionCounts> counts, ToDoubleFunction<ConfusionCounts> score) {
    double sum = 0;
    for (ConfusionCounts one : counts) {
      sum += finite(score.applyAsDouble(one));
    }
    return sum / counts.size();
  }

  private Resampler resampler(List<Predictions> all) {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("the bootstrap needs predictions, found none");
    }
    for (Predictions predictions : all) {
      if (predictions.size() == 0) {
        throw new IllegalArgumentException(
            "the bootstrap needs at least one pair, found none in split '"
                + predictions.split().name()
                + "'");
      }
    }
    return Resampler.of(
        all, (pairs, i) -> clusterOf.<Object>map(key -> key.apply(pairs.get(i))).orElse(i));
  }

  private ConfidenceInterval interval(double estimate, double[] drawn) {
    return ConfidenceInterval.ofPercentiles(estimate, drawn, confidence);
  }

  private static double finite(double score) {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("a score must be a finite number, found " + score);
    }
    return score;
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {
    private int resamples = 2000;
    private double confidence = 0.95;
    private long seed = 42;
    private Optional<Function<? super LabeledPair, ?>> clusterOf = Optional.empty();

    private Builder() {}

    /**
     * Sets how many resamples are drawn.
     *
     * @param resamples at least 1; default 2,000
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder resamples(int resamples) {
      if (resamples < 1) {
        throw new IllegalArgumentException("resamples must be at least 1, found " + resamples);
      }
      this.resamples = resamples;
      return this;
    }

    /**
     * Sets how often an interval is meant to cover the true value.
     *
     * @param confidence in (0, 1); default 0.95
     * @return this builder
     * @throws IllegalArgumentException if it lies outside or is not a number
     */
    public Builder confidence(double confidence) {
      if (!(confidence > 0 && confidence < 1)) {
        throw new IllegalArgumentException("confidence must lie in (0, 1), found " + confidence);
      }
      this.confidence = confidence;
      return this;
    }

    /**
     * Sets what the random numbers start from.
     *
     * @param seed any number; default 42
     * @return this builder
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Draws clusters of pairs instead of single pairs, for example all pairs with the same left
     * record: {@code clusterBy(pair -> pair.pair().left().id())}.
     *
     * @param key the key of a pair's cluster, with {@code equals} and {@code hashCode}; never null
     * @return this builder
     */
    public Builder clusterBy(Function<? super LabeledPair, ?> key) {
      this.clusterOf = Optional.of(requireNonNull(key, "key"));
      return this;
    }

    /**
     * Finishes the options.
     *
     * @return the bootstrap
     */
    public Bootstrap build() {
      return new Bootstrap(this);
    }
  }
}
