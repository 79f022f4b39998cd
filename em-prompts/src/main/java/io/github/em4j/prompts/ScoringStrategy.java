package io.github.em4j.prompts;

import io.github.em4j.CandidatePair;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Decides by p(match), the softmax over the two answering words.
 *
 * @param choices what a model goes on with for a match, then for a non-match
 */
record ScoringStrategy(ChoiceScorer model, List<String> choices, double threshold)
    implements AskingStrategy {

  @Override
  public List<MatchOutcome> ask(
      List<CandidatePair> pairs, List<Prompt> prompts, Provenance provenance) {
    List<ModelResult<ChoiceScores>> results =
        AskingStrategy.requireOnePerPrompt(model.score(prompts, choices), prompts, model);
    var outcomes = new ArrayList<MatchOutcome>(results.size());
    for (int i = 0; i < results.size(); i++) {
      outcomes.add(outcome(pairs.get(i), results.get(i), provenance));
    }
    return outcomes;
  }

  private MatchOutcome outcome(
      CandidatePair pair, ModelResult<ChoiceScores> result, Provenance provenance) {
    if (result instanceof ModelResult.Failure<ChoiceScores> failure) {
      return new MatchFailure(pair, failure.error());
    }
    ChoiceScores scores = result.orElseThrow();
    MatchDecision.Builder decision = MatchDecision.builder(pair, provenance).usage(scores.usage());
    OptionalDouble probability = matchProbability(scores);
    if (probability.isPresent()) {
      double p = probability.getAsDouble();
      decision.matchProbability(p).label(MatchLabel.of(p >= threshold));
    }
    return decision.build();
  }

  /** p(match) given that the answer is one of the two words; empty where neither is possible. */
  static OptionalDouble matchProbability(ChoiceScores scores) {
    boolean possible =
        scores.logProbabilities().stream().anyMatch(p -> p > Double.NEGATIVE_INFINITY);
    return possible ? OptionalDouble.of(scores.normalized()[0]) : OptionalDouble.empty();
  }

  @Override
  public Provenance describe(Provenance provenance) {
    return provenance.with("decidedBy", "score").with("threshold", Double.toString(threshold));
  }
}
