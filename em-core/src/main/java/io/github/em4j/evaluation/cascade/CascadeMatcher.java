package io.github.em4j.evaluation.cascade;

import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A matcher made of two: the cheap one decides the clear cases, the dear one gets the rest.
 *
 * <p>A batch is one call to the cheap matcher with all pairs, and one to the dear matcher with
 * those passed on, if there are any. A pair is passed on where the cheap matcher's probability lies
 * in the band between the thresholds, and where it fails, leaves the pair undecided or gives no
 * probability. If the cheap matcher as a whole fails, so does the cascade: to pass on everything
 * would be a bill that nobody agreed to.
 *
 * <p>A decision has label, probability, explanation and raw answer of the matcher that made it, and
 * the usage of both where both were asked; the label of a clear case is by the thresholds, whatever
 * the cheap matcher's own threshold says. Its provenance is the cascade's: the thresholds and all
 * facts of both matchers. Probabilities of the two stand side by side, so calibrate both before
 * comparing pairs by them.
 *
 * <p>Safe for use by many threads where both matchers are, and closes neither.
 */
public final class CascadeMatcher implements EntityMatcher {

  /** The fact of the provenance that holds the thresholds and what they were chosen on. */
  public static final String THRESHOLDS = "thresholds";

  /** The fact of the provenance that says what happens where the dear matcher gives no answer. */
  public static final String ON_DEAR_FAILURE = "onDearFailure";

  /** What the names of the cheap matcher's facts begin with in the provenance. */
  public static final String CHEAP = "cheap.";

  /** What the names of the dear matcher's facts begin with in the provenance. */
  public static final String DEAR = "dear.";

  private final EntityMatcher cheap;
  private final EntityMatcher dear;
  private final CascadeThresholds thresholds;
  private final DearFailure onDearFailure;
  private final Provenance provenance;
  private final Object lock = new Object();
  // Guarded by lock.
  private CascadeTally tally = CascadeTally.NONE;
  private volatile boolean closed;

  private CascadeMatcher(Builder builder) {
    this.cheap = builder.cheap;
    this.dear = builder.dear;
    this.thresholds = builder.thresholds;
    this.onDearFailure = builder.onDearFailure;
    Provenance made =
        Provenance.of("cascade")
            .with(THRESHOLDS, thresholds.toString())
            .with(ON_DEAR_FAILURE, onDearFailure.name());
    made = withFacts(made, CHEAP, cheap.provenance());
    this.provenance = withFacts(made, DEAR, dear.provenance());
  }

  private static Provenance withFacts(Provenance to, String prefix, Provenance from) {
    Provenance extended = to;
    for (var fact : from.facts().entrySet()) {
      extended = extended.with(prefix + fact.getKey(), fact.getValue());
    }
    return extended;
  }

  /**
   * Starts a cascade.
   *
   * @param cheap sees every pair and gives probabilities; stays the caller's to close
   * @param dear sees the pairs that are passed on; stays the caller's to close
   * @param thresholds on the cheap matcher's probability, chosen on validation data
   * @return a new builder
   */
  public static Builder builder(
      EntityMatcher cheap, EntityMatcher dear, CascadeThresholds thresholds) {
    return new Builder(cheap, dear, thresholds);
  }

  /**
   * How many pairs were passed on so far, and what each matcher cost.
   *
   * @return a snapshot over all batches that were decided; a batch counts once it is decided
   */
  public CascadeTally tally() {
    synchronized (lock) {
      return tally;
    }
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
    if (closed) {
      throw new IllegalStateException("the matcher is closed");
    }
    List<CandidatePair> copy = List.copyOf(pairs);
    List<MatchOutcome> outcomes = new ArrayList<>(ask(cheap, copy));
    List<Integer> passedOn = new ArrayList<>();
    TokenUsage cheapUsage = TokenUsage.NONE;
    for (int i = 0; i < outcomes.size(); i++) {
      cheapUsage = cheapUsage.plus(usage(outcomes.get(i)));
      Optional<MatchOutcome> clear = clear(outcomes.get(i));
      if (clear.isPresent()) {
        outcomes.set(i, clear.get());
      } else {
        passedOn.add(i);
      }
    }
    List<MatchOutcome> answers =
        passedOn.isEmpty()
            ? List.of()
            : askDear(passedOn.stream().map(copy::get).toList(), copy.size());
    TokenUsage dearUsage = TokenUsage.NONE;
    int unanswered = 0;
    for (int j = 0; j < answers.size(); j++) {
      dearUsage = dearUsage.plus(usage(answers.get(j)));
      unanswered += isLabelled(answers.get(j)) ? 0 : 1;
      int place = passedOn.get(j);
      outcomes.set(place, joined(outcomes.get(place), answers.get(j)));
    }
    count(new CascadeTally(copy.size(), passedOn.size(), unanswered, cheapUsage, dearUsage));
    return List.copyOf(outcomes);
  }

  private void count(CascadeTally batch) {
    synchronized (lock) {
      tally = tally.plus(batch);
    }
  }

  private static List<MatchOutcome> ask(EntityMatcher matcher, List<CandidatePair> pairs) {
    List<MatchOutcome> outcomes = matcher.matchAll(pairs);
    if (outcomes.size() != pairs.size()) {
      throw new IllegalStateException(
          "matcher '%s' must give one outcome per pair, found %d for %d pairs"
              .formatted(matcher.provenance().matcher(), outcomes.size(), pairs.size()));
    }
    return outcomes;
  }

  /** Where the dear matcher fails as a whole, what the cheap one decided must not be lost. */
  private List<MatchOutcome> askDear(List<CandidatePair> passedOn, int allPairs) {
    try {
      return ask(dear, passedOn);
    } catch (EntityMatchingException e) {
      if (onDearFailure == DearFailure.FAIL && passedOn.size() == allPairs) {
        throw e;
      }
      return passedOn.stream().<MatchOutcome>map(pair -> new MatchFailure(pair, e)).toList();
    }
  }

  private Optional<MatchOutcome> clear(MatchOutcome outcome) {
    if (!(outcome instanceof MatchDecision decision)) {
      return Optional.empty();
    }
    Optional<MatchLabel> label =
        thresholds.decide(decision.label().isPresent(), decision.matchProbability());
    return label.map(clear -> decision.toBuilder(provenance).label(clear).build());
  }

  /** What becomes of a pair that was passed on. */
  private MatchOutcome joined(MatchOutcome first, MatchOutcome second) {
    boolean fallBack =
        onDearFailure == DearFailure.CHEAP_DECISION && !isLabelled(second) && isLabelled(first);
    MatchOutcome chosen = fallBack ? first : second;
    return chosen instanceof MatchDecision decision
        ? decision.toBuilder(provenance).usage(usage(first).plus(usage(second))).build()
        : chosen;
  }

  private static boolean isLabelled(MatchOutcome outcome) {
    return outcome instanceof MatchDecision decision && decision.label().isPresent();
  }

  /** What a failed pair cost is not known. */
  private static TokenUsage usage(MatchOutcome outcome) {
    return outcome instanceof MatchDecision decision ? decision.usage() : TokenUsage.NONE;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Collects the parts of a cascade. Not safe for use by many threads. */
  public static final class Builder {
    private final EntityMatcher cheap;
    private final EntityMatcher dear;
    private final CascadeThresholds thresholds;
    private DearFailure onDearFailure = DearFailure.FAIL;

    private Builder(EntityMatcher cheap, EntityMatcher dear, CascadeThresholds thresholds) {
      this.cheap = requireNonNull(cheap, "cheap");
      this.dear = requireNonNull(dear, "dear");
      this.thresholds = requireNonNull(thresholds, "thresholds");
    }

    /**
     * Sets what becomes of a pair that the dear matcher fails on or leaves undecided. Where it
     * fails as a whole, all pairs of the batch that were passed on count as failed; with {@link
     * DearFailure#FAIL} and not one clear case in the batch its exception is thrown on.
     *
     * @param policy default {@link DearFailure#FAIL}
     * @return this builder
     */
    public Builder onDearFailure(DearFailure policy) {
      this.onDearFailure = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Finishes the cascade.
     *
     * @return the matcher
     */
    public CascadeMatcher build() {
      return new CascadeMatcher(this);
    }
  }
}
