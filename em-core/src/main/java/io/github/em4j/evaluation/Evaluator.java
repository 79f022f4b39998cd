package io.github.em4j.evaluation;

import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchOptions;
import io.github.em4j.MatchOutcome;
import io.github.em4j.MatchRun;
import io.github.em4j.TokenUsage;
import io.github.em4j.dataset.DatasetSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a matcher over the pairs of a split and compares its answers with the labels. Immutable and
 * safe for use by many threads.
 *
 * <pre>{@code
 * EvaluationReport report = Evaluator.DEFAULTS.evaluate(matcher, dataset.require(Dataset.TEST));
 * report.interval(Score.F1);             // F1 with its 95 % interval
 * report.counts().undecided();           // answers that nobody could parse
 * report.predictions().errors();         // the pairs it got wrong
 * }</pre>
 */
public final class Evaluator {

  /** Default run options and bootstrap; outcomes are kept. */
  public static final Evaluator DEFAULTS = builder().build();

  private final MatchOptions matchOptions;
  private final Bootstrap bootstrap;
  private final boolean keepOutcomes;

  private Evaluator(Builder builder) {
    this.matchOptions = builder.matchOptions;
    this.bootstrap = builder.bootstrap;
    this.keepOutcomes = builder.keepOutcomes;
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
   * Evaluates a matcher, which stays open.
   *
   * @param matcher what to evaluate
   * @param split the labelled pairs; at least one
   * @return the report
   * @throws IllegalArgumentException if the split is empty or the matcher hands out an outcome that
   *     belongs to another pair
   * @throws EntityMatchingException if the matcher cannot work at all or its run ended early
   */
  public EvaluationReport evaluate(EntityMatcher matcher, DatasetSplit split) {
    if (split.size() == 0) {
      throw new IllegalArgumentException(
          "an evaluation needs at least one pair, found none in split '" + split.name() + "'");
    }
    List<CandidatePair> pairs = split.pairs().stream().map(LabeledPair::pair).toList();
    List<MatchOutcome> kept = new ArrayList<>(keepOutcomes ? split.size() : 0);
    Predictions predictions;
    TokenUsage usage;
    Duration duration;
    try (MatchRun run = matcher.start(pairs, matchOptions)) {
      var collector = new Predictions.Collector(split);
      for (MatchOutcome outcome : run) {
        collector.add(outcome);
        if (keepOutcomes) {
          kept.add(outcome);
        }
      }
      if (collector.size() < split.size()) {
        throw new EntityMatchingException(
            "the run over split '%s' ended after %d of %d pairs (%s)"
                .formatted(split.name(), collector.size(), split.size(), run.progress().state()));
      }
      predictions = collector.finish();
      usage = run.usage();
      duration = run.progress().elapsed();
    }
    return new EvaluationReport(
        predictions,
        bootstrap,
        duration,
        usage,
        matcher.provenance(),
        keepOutcomes ? Optional.of(List.copyOf(kept)) : Optional.empty(),
        Optional.empty());
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {
    private MatchOptions matchOptions = MatchOptions.DEFAULTS;
    private Bootstrap bootstrap = Bootstrap.DEFAULTS;
    private boolean keepOutcomes = true;

    private Builder() {}

    /**
     * Sets how the matcher runs: batch size, concurrency, listener.
     *
     * @param matchOptions the options of the run
     * @return this builder
     */
    public Builder matchOptions(MatchOptions matchOptions) {
      this.matchOptions = requireNonNull(matchOptions, "matchOptions");
      return this;
    }

    /**
     * Sets how the intervals are computed.
     *
     * @param bootstrap resamples, confidence, seed and clusters
     * @return this builder
     */
    public Builder bootstrap(Bootstrap bootstrap) {
      this.bootstrap = requireNonNull(bootstrap, "bootstrap");
      return this;
    }

    /**
     * Sets whether the report keeps the matcher's outcomes, with raw answers, explanations and
     * errors. Without them it still knows every answer and probability.
     *
     * @param keepOutcomes default true
     * @return this builder
     */
    public Builder keepOutcomes(boolean keepOutcomes) {
      this.keepOutcomes = keepOutcomes;
      return this;
    }

    /**
     * Finishes the options.
     *
     * @return the evaluator
     */
    public Evaluator build() {
      return new Evaluator(this);
    }
  }
}
