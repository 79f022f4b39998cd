package io.github.em4j.training.selection;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatcher;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Takes out pairs by the loss of their label, −ln p(label), under a matcher that gives match
 * probabilities: those that are too easy to learn anything from, those that are too hard, and those
 * whose label is likely to be wrong. The bounds are losses, or shares of the set; a pair that lies
 * on a bound stays.
 *
 * <p>Reasons: {@code within bounds}, {@code too easy}, {@code too hard}, {@code likely
 * mislabelled}, {@code no probability} and {@code judge failed}. Details: {@code loss}, {@code
 * error}, as far as there is such. Safe for use by many threads. Does not close the matcher.
 */
public final class ConfidenceFilter implements SetStep {
  private static final String LOSS = "loss";
  private static final String ERROR = "error";

  private final Judge judge;
  private final Optional<LossBound> easy;
  private final Optional<LossBound> hard;
  private final Optional<LossBound> mislabelled;
  private final ErrorFilter.Disagreement disagreement;
  private final UndecidedPolicy undecided;

  private ConfidenceFilter(Builder builder) {
    this.judge = new Judge(builder.matcher);
    this.easy = builder.easy;
    this.hard = builder.hard;
    this.mislabelled = builder.mislabelled;
    this.disagreement = builder.disagreement;
    this.undecided = builder.undecided;
    if (easy.isEmpty() && hard.isEmpty() && mislabelled.isEmpty()) {
      throw new IllegalArgumentException("a confidence filter needs at least one bound");
    }
  }

  /**
   * Starts a filter without a bound.
   *
   * @param matcher gives match probabilities; stays the caller's to close
   * @return a new builder
   */
  public static Builder judgedBy(EntityMatcher matcher) {
    return new Builder(matcher);
  }

  @Override
  public String name() {
    return "confidence-filter";
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<>(judge.settings("judge"));
    easy.ifPresent(bound -> settings.put("tooEasyBelow", bound.toString()));
    hard.ifPresent(bound -> settings.put("tooHardAbove", bound.toString()));
    mislabelled.ifPresent(bound -> settings.put("mislabelledAbove", bound.toString()));
    settings.put("mislabelled", disagreement.name());
    settings.put("undecided", undecided.name());
    return settings;
  }

  /** The loss of each pair, whatever the bounds. */
  @Override
  public Optional<PairStep> measurement() {
    return Optional.of(new Losses());
  }

  @Override
  public List<PairOutcome> apply(List<TrainingPair> pairs) {
    return apply(pairs, new Losses().apply(pairs));
  }

  @Override
  public List<PairOutcome> apply(List<TrainingPair> pairs, List<PairOutcome> measured) {
    double[] sorted =
        measured.stream()
            .map(ConfidenceFilter::loss)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    Arrays.sort(sorted);
    double low = easy.map(bound -> bound.asLowerBound(sorted)).orElse(0.0);
    double high = hard.map(bound -> bound.asUpperBound(sorted)).orElse(Double.POSITIVE_INFINITY);
    double wrong =
        mislabelled.map(bound -> bound.asUpperBound(sorted)).orElse(Double.POSITIVE_INFINITY);
    var outcomes = new ArrayList<PairOutcome>(pairs.size());
    for (int i = 0; i < pairs.size(); i++) {
      PairOutcome outcome = outcome(pairs.get(i), measured.get(i), low, high, wrong);
      for (Map.Entry<String, String> detail : measured.get(i).details().entrySet()) {
        outcome = outcome.with(detail.getKey(), detail.getValue());
      }
      outcomes.add(outcome.costing(measured.get(i).usage()));
    }
    return outcomes;
  }

  private PairOutcome outcome(
      TrainingPair pair, PairOutcome measured, double low, double high, double wrong) {
    OptionalDouble known = loss(measured);
    if (known.isEmpty()) {
      return undecided.apply(pair, measured.reason());
    }
    double loss = known.getAsDouble();
    if (loss > wrong) {
      return disagreement == ErrorFilter.Disagreement.DROP
          ? PairOutcome.dropped(pair, "likely mislabelled")
          : PairOutcome.relabelled(pair, "likely mislabelled");
    }
    if (loss > high) {
      return PairOutcome.dropped(pair, "too hard");
    }
    return loss < low
        ? PairOutcome.dropped(pair, "too easy")
        : PairOutcome.kept(pair, "within bounds");
  }

  private static OptionalDouble loss(PairOutcome measured) {
    String loss = measured.details().get(LOSS);
    return loss == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(loss));
  }

  /** Asks the matcher for the loss of each pair. */
  private final class Losses implements PairStep {

    @Override
    public String name() {
      return "label-loss";
    }

    @Override
    public Map<String, String> settings() {
      return judge.settings("judge");
    }

    @Override
    public List<PairOutcome> apply(List<TrainingPair> pairs) {
      List<MatchOutcome> judgements = judge.ask(pairs);
      var outcomes = new ArrayList<PairOutcome>(pairs.size());
      for (int i = 0; i < pairs.size(); i++) {
        outcomes.add(measure(pairs.get(i), judgements.get(i)));
      }
      return outcomes;
    }

    private static PairOutcome measure(TrainingPair pair, MatchOutcome judgement) {
      if (judgement instanceof MatchFailure failure) {
        return PairOutcome.kept(pair, "judge failed")
            .with(ERROR, String.valueOf(failure.error().getMessage()));
      }
      MatchDecision decision = (MatchDecision) judgement;
      OptionalDouble match = decision.matchProbability();
      if (match.isEmpty()) {
        return PairOutcome.kept(pair, "no probability").costing(decision.usage());
      }
      double p = match.getAsDouble();
      double loss = Math.abs(-Math.log(pair.pair().label().isMatch() ? p : 1 - p));
      return PairOutcome.kept(pair, "measured")
          .with(LOSS, Double.toString(loss))
          .costing(decision.usage());
    }
  }

  /** Collects the bounds of a filter. Not safe for use by many threads. */
  public static final class Builder {
    private final EntityMatcher matcher;
    private Optional<LossBound> easy = Optional.empty();
    private Optional<LossBound> hard = Optional.empty();
    private Optional<LossBound> mislabelled = Optional.empty();
    private ErrorFilter.Disagreement disagreement = ErrorFilter.Disagreement.DROP;
    private UndecidedPolicy undecided = UndecidedPolicy.KEEP;

    private Builder(EntityMatcher matcher) {
      this.matcher = requireNonNull(matcher, "matcher");
    }

    /**
     * Drops pairs whose loss is below a bound; at most the share of a quantile.
     *
     * @param bound for example {@code LossBound.probability(0.99)}
     * @return this builder
     */
    public Builder tooEasyBelow(LossBound bound) {
      this.easy = Optional.of(bound);
      return this;
    }

    /**
     * Drops pairs whose loss is above a bound; at most the rest of a quantile.
     *
     * @param bound for example {@code LossBound.quantile(0.95)}
     * @return this builder
     */
    public Builder tooHardAbove(LossBound bound) {
      this.hard = Optional.of(bound);
      return this;
    }

    /**
     * Takes pairs whose loss is above a bound for mislabelled, before they can be too hard.
     *
     * @param bound for example {@code LossBound.probability(0.02)}
     * @param policy whether they are dropped or get the other label
     * @return this builder
     */
    public Builder mislabelledAbove(LossBound bound, ErrorFilter.Disagreement policy) {
      this.mislabelled = Optional.of(bound);
      this.disagreement = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets what is done with pairs that the matcher gives no probability for.
     *
     * @param policy default {@link UndecidedPolicy#KEEP}
     * @return this builder
     */
    public Builder undecided(UndecidedPolicy policy) {
      this.undecided = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Finishes the filter.
     *
     * @return the filter
     * @throws IllegalArgumentException if it has no bound
     */
    public ConfidenceFilter build() {
      return new ConfidenceFilter(this);
    }
  }
}
