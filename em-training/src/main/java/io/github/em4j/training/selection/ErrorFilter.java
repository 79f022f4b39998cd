package io.github.em4j.training.selection;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatcher;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a judge decide each pair, and takes out those where it disagrees with the label: the
 * error-based filtering of the paper (section 5.1), which takes a teacher for a judge. Any matcher
 * can be one.
 *
 * <p>Reasons: {@code judge agrees}, {@code judge disagrees}, {@code judge undecided} (its answer
 * could not be read) and {@code judge failed}. Details: {@code answer}, {@code p} (of a match),
 * {@code error}, as far as there is such. Safe for use by many threads. Does not close the judge.
 */
public final class ErrorFilter implements PairStep {

  /** What is done where the judge disagrees with the label. */
  public enum Disagreement {
    /**
     * The pair leaves the set: the label may be wrong, or the pair is beyond what can be learnt.
     */
    DROP,
    /** The pair gets the label that the judge gives it. */
    RELABEL
  }

  private final Judge judge;
  private final Disagreement disagreement;
  private final UndecidedPolicy undecided;

  private ErrorFilter(Builder builder) {
    this.judge = new Judge(builder.judge);
    this.disagreement = builder.disagreement;
    this.undecided = builder.undecided;
  }

  /**
   * Starts a filter that drops what the judge disagrees with, and keeps what it is undecided about.
   *
   * @param judge who decides the pairs; stays the caller's to close
   * @return a new builder
   */
  public static Builder judgedBy(EntityMatcher judge) {
    return new Builder(judge);
  }

  @Override
  public String name() {
    return "error-filter";
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<>(judge.settings("judge"));
    settings.put("disagreement", disagreement.name());
    settings.put("undecided", undecided.name());
    return settings;
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.github.em4j.EntityMatchingException if the judge failed for a reason that ends the
   *     run or that may pass, or on all of eight pairs or more
   */
  @Override
  public List<PairOutcome> apply(List<TrainingPair> pairs) {
    List<MatchOutcome> judgements = judge.ask(pairs);
    var outcomes = new ArrayList<PairOutcome>(pairs.size());
    for (int i = 0; i < pairs.size(); i++) {
      outcomes.add(Judge.noting(outcome(pairs.get(i), judgements.get(i)), judgements.get(i)));
    }
    return outcomes;
  }

  private PairOutcome outcome(TrainingPair pair, MatchOutcome judgement) {
    if (!(judgement instanceof MatchDecision decision)) {
      return undecided.apply(pair, "judge failed");
    }
    Optional<MatchLabel> label = decision.label();
    if (label.isEmpty()) {
      return undecided.apply(pair, "judge undecided");
    }
    if (label.get() == pair.pair().label()) {
      return PairOutcome.kept(pair, "judge agrees");
    }
    return disagreement == Disagreement.DROP
        ? PairOutcome.dropped(pair, "judge disagrees")
        : PairOutcome.relabelled(pair, "judge disagrees");
  }

  /** Collects the policies of a filter. Not safe for use by many threads. */
  public static final class Builder {
    private final EntityMatcher judge;
    private Disagreement disagreement = Disagreement.DROP;
    private UndecidedPolicy undecided = UndecidedPolicy.KEEP;

    private Builder(EntityMatcher judge) {
      this.judge = requireNonNull(judge, "judge");
    }

    /**
     * Sets what is done where the judge disagrees with the label.
     *
     * @param policy default {@link Disagreement#DROP}
     * @return this builder
     */
    public Builder disagreement(Disagreement policy) {
      this.disagreement = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets what is done where the judge gives no label.
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
     */
    public ErrorFilter build() {
      return new ErrorFilter(this);
    }
  }
}
