package io.github.em4j.training.selection;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a matcher about training pairs, and once more about those that it failed on for a moment.
 *
 * <p>Only what is wrong with a pair itself becomes its outcome, since an outcome that is written
 * down is never asked for again.
 */
final class Judge {
  /** So many pairs do not all fail each by itself: it is the matcher that is at fault then. */
  static final int MANY = 8;

  private final EntityMatcher matcher;

  Judge(EntityMatcher matcher) {
    this.matcher = matcher;
  }

  /**
   * Asks about pairs.
   *
   * @return outcome {@code i} belongs to pair {@code i}
   * @throws EntityMatchingException if a failure ends the run, such as an account without money, if
   *     one that may pass came twice, or if the matcher failed on all of {@value #MANY} pairs or
   *     more
   */
  List<MatchOutcome> ask(List<TrainingPair> pairs) {
    List<CandidatePair> candidates = pairs.stream().map(pair -> pair.pair().pair()).toList();
    var outcomes = new ArrayList<>(askOnce(candidates));
    var again = new ArrayList<Integer>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof MatchFailure failure && failure.error().isRetryable()) {
        again.add(i);
      }
    }
    if (!again.isEmpty()) {
      List<MatchOutcome> second = askOnce(again.stream().map(candidates::get).toList());
      for (int i = 0; i < again.size(); i++) {
        outcomes.set(again.get(i), requireLasting(second.get(i)));
      }
    }
    if (outcomes.size() >= MANY
        && outcomes.stream().allMatch(MatchFailure.class::isInstance)
        && outcomes.get(0) instanceof MatchFailure first) {
      throw first.error();
    }
    return outcomes;
  }

  private List<MatchOutcome> askOnce(List<CandidatePair> pairs) {
    List<MatchOutcome> outcomes = matcher.matchAll(pairs);
    if (outcomes.size() != pairs.size()) {
      throw new IllegalStateException(
          "matcher '%s' must give one outcome per pair, found %d for %d pairs"
              .formatted(matcher.provenance().matcher(), outcomes.size(), pairs.size()));
    }
    for (MatchOutcome outcome : outcomes) {
      if (outcome instanceof MatchFailure failure && failure.error().endsRun()) {
        throw failure.error();
      }
    }
    return outcomes;
  }

  private MatchOutcome requireLasting(MatchOutcome outcome) {
    if (outcome instanceof MatchFailure failure && failure.error().isRetryable()) {
      throw new EntityMatchingException(
          "matcher '%s' does not decide pair '%s' for now: %s"
              .formatted(
                  matcher.provenance().matcher(),
                  failure.pair().id(),
                  failure.error().getMessage()),
          failure.error(),
          true);
    }
    return outcome;
  }

  /**
   * What the answers depend on. Not the version of em4j: a run that was interrupted may go on with
   * the next one.
   */
  Map<String, String> settings(String prefix) {
    var settings = new LinkedHashMap<String, String>();
    matcher
        .provenance()
        .facts()
        .forEach(
            (name, value) -> {
              if (!name.equals(Provenance.VERSION)) {
                settings.put(prefix + "." + name, value);
              }
            });
    return settings;
  }

  /** Adds to an outcome what the judge said and what that cost. */
  static PairOutcome noting(PairOutcome outcome, MatchOutcome judgement) {
    if (judgement instanceof MatchFailure failure) {
      return outcome.with("error", String.valueOf(failure.error().getMessage()));
    }
    MatchDecision decision = (MatchDecision) judgement;
    PairOutcome noted = outcome;
    if (decision.rawAnswer().isPresent()) {
      noted = noted.with("answer", decision.rawAnswer().get());
    }
    if (decision.matchProbability().isPresent()) {
      noted = noted.with("p", Double.toString(decision.matchProbability().getAsDouble()));
    }
    TokenUsage usage = decision.usage();
    return usage.equals(TokenUsage.NONE) ? noted : noted.costing(usage);
  }
}
