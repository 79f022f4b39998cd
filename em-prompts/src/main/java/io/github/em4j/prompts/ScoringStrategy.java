package io.github.em4j.prompts;

import io.github.em4j.CandidatePair;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;
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
 * @param bothOrders whether p(match) is the mean over the pair as it is and with its sides
 *     exchanged
 */
record ScoringStrategy(
    ChoiceScorer model, List<String> choices, double threshold, boolean bothOrders)
    implements AskingStrategy {

  @Override
  public List<Prompt> questions(PromptRenderer renderer, CandidatePair pair) {
    return bothOrders
        ? List.of(renderer.render(pair), renderer.render(pair.swapped()))
        : AskingStrategy.super.questions(renderer, pair);
  }

  @Override
  public List<MatchOutcome> ask(
      List<CandidatePair> pairs, List<Prompt> prompts, Provenance provenance) {
    List<ModelResult<ChoiceScores>> results =
        AskingStrategy.requireOnePerPrompt(model.score(prompts, choices), prompts, model);
    int questions = prompts.size() / pairs.size();
    var outcomes = new ArrayList<MatchOutcome>(pairs.size());
    for (int i = 0; i < pairs.size(); i++) {
      outcomes.add(
          outcome(pairs.get(i), results.subList(i * questions, (i + 1) * questions), provenance));
    }
    return outcomes;
  }

  private MatchOutcome outcome(
      CandidatePair pair, List<ModelResult<ChoiceScores>> results, Provenance provenance) {
    TokenUsage usage = TokenUsage.NONE;
    double sum = 0;
    int answered = 0;
    for (ModelResult<ChoiceScores> result : results) {
      if (result instanceof ModelResult.Failure<ChoiceScores> failure) {
        return new MatchFailure(pair, failure.error());
      }
      ChoiceScores scores = result.orElseThrow();
      usage = usage.plus(scores.usage());
      OptionalDouble probability = matchProbability(scores);
      if (probability.isPresent()) {
        sum += probability.getAsDouble();
        answered++;
      }
    }
    MatchDecision.Builder decision = MatchDecision.builder(pair, provenance).usage(usage);
    if (answered > 0) {
      double p = sum / answered;
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
    Provenance decided =
        provenance.with("decidedBy", "score").with("threshold", Double.toString(threshold));
    return bothOrders ? decided.with("orders", "both") : decided;
  }
}
