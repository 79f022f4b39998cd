package io.github.em4j.evaluation;

import static java.util.Objects.requireNonNull;

import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an evaluation found: counts, scores with intervals, cost and where all that comes from.
 * Immutable; made by {@link Evaluator#evaluate}, or {@link #recorded}.
 */
public final class EvaluationReport {

  /** The fact of {@link #provenance} that holds the threshold of {@link #at}. */
  public static final String THRESHOLD = "threshold";

  private final Predictions predictions;
  private final Bootstrap bootstrap;
  private final Duration duration;
  private final TokenUsage usage;
  private final Provenance provenance;
  private final Optional<List<MatchOutcome>> outcomes;
  private final Optional<DecisionThreshold> threshold;
  private final ConfusionCounts counts;
  private final Map<Score, ConfidenceInterval> intervals;

  EvaluationReport(
      Predictions predictions,
      Bootstrap bootstrap,
      Duration duration,
      TokenUsage usage,
      Provenance provenance,
      Optional<List<MatchOutcome>> outcomes,
      Optional<DecisionThreshold> threshold) {
    this.predictions = predictions;
    this.bootstrap = bootstrap;
    this.duration = duration;
    this.usage = usage;
    this.provenance = provenance;
    this.outcomes = outcomes;
    this.threshold = threshold;
    this.counts = predictions.counts();
    this.intervals = bootstrap.intervals(predictions);
  }

  /**
   * A report of a run that was recorded, without its outcomes.
   *
   * @param predictions what was answered, on at least one pair
   * @param bootstrap how intervals are computed
   * @param duration how long the matcher took
   * @param usage what all decisions cost in tokens
   * @param provenance where the answers come from
   * @return the report
   * @throws IllegalArgumentException if there is no pair
   */
  public static EvaluationReport recorded(
      Predictions predictions,
      Bootstrap bootstrap,
      Duration duration,
      TokenUsage usage,
      Provenance provenance) {
    return new EvaluationReport(
        requireNonNull(predictions, "predictions"),
        requireNonNull(bootstrap, "bootstrap"),
        requireNonNull(duration, "duration"),
        requireNonNull(usage, "usage"),
        requireNonNull(provenance, "provenance"),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * What the matcher answered on each pair.
   *
   * @return the predictions; for a report {@link #at} a threshold, those of the threshold
   */
  public Predictions predictions() {
    return predictions;
  }

  /**
   * How often each answer was given, undecided pairs and failures apart.
   *
   * @return counts over all pairs
   */
  public ConfusionCounts counts() {
    return counts;
  }

  /**
   * A score with its interval.
   *
   * @param score which one
   * @return the score on these pairs and the interval of the {@link #bootstrap}
   */
  public ConfidenceInterval interval(Score score) {
    return requireNonNull(intervals.get(score));
  }

  /**
   * How the intervals were computed.
   *
   * @return resamples, confidence and seed
   */
  public Bootstrap bootstrap() {
    return bootstrap;
  }

  /**
   * How long the matcher took.
   *
   * @return from the start of the run to its last outcome
   */
  public Duration duration() {
    return duration;
  }

  /**
   * How fast the matcher was.
   *
   * @return pairs per second, failures included; a duration of zero counts as one nanosecond
   */
  public double pairsPerSecond() {
    return predictions.size() * 1e9 / Math.max(1, duration.toNanos());
  }

  /**
   * What all decisions cost in tokens.
   *
   * @return the sum; what a failed pair cost is not known
   */
  public TokenUsage usage() {
    return usage;
  }

  /**
   * Where the answers come from.
   *
   * @return the matcher's provenance, and the threshold for a report {@link #at} one
   */
  public Provenance provenance() {
    return provenance;
  }

  /**
   * What the matcher said in full, with raw answers, explanations and errors. A threshold does not
   * change it.
   *
   * @return outcome {@code i} belongs to pair {@code i} of the split; empty where the evaluator was
   *     told not to keep them
   */
  public Optional<List<MatchOutcome>> outcomes() {
    return outcomes;
  }

  /**
   * The threshold that decided the pairs.
   *
   * @return the threshold of {@link #at}, or empty where the matcher's own labels count
   */
  public Optional<DecisionThreshold> threshold() {
    return threshold;
  }

  /**
   * The same run with every pair decided anew by its probability; nothing is run again.
   *
   * @param threshold chosen on validation data or fixed beforehand
   * @return a new report; this one stays as it is
   * @throws IllegalArgumentException if some pair is decided without a probability
   */
  public EvaluationReport at(DecisionThreshold threshold) {
    return new EvaluationReport(
        threshold.applyTo(predictions),
        bootstrap,
        duration,
        usage,
        provenance.with(THRESHOLD, threshold.toString()),
        outcomes,
        Optional.of(threshold));
  }

  /** One line for a log: the split, F1 with its interval, and what kept the matcher from more. */
  @Override
  public String toString() {
    ConfidenceInterval f1 = interval(Score.F1);
    return String.format(
        Locale.ROOT,
        "%s, %d pairs: F1 %.2f [%.2f, %.2f], P %.2f, R %.2f, %d undecided, %d failed, %.1f pairs/s",
        predictions.split().name(),
        predictions.size(),
        100 * f1.estimate(),
        100 * f1.low(),
        100 * f1.high(),
        100 * counts.precision(),
        100 * counts.recall(),
        counts.undecided(),
        counts.failed(),
        pairsPerSecond());
  }
}
