package io.github.em4j.prompts;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.Completion;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Decides by the text of the answer; p(match) comes from a scorer where there is one.
 *
 * @param choices what a model goes on with for a match, then for a non-match
 */
record WritingStrategy(
    LanguageModel model,
    Optional<ChoiceScorer> scorer,
    AnswerInterpreter interpreter,
    List<String> choices,
    GenerationOptions generation)
    implements AskingStrategy {

  @Override
  public List<MatchOutcome> ask(
      List<CandidatePair> pairs, List<Prompt> prompts, Provenance provenance) {
    List<ModelResult<Completion>> answers =
        AskingStrategy.requireOnePerPrompt(model.complete(prompts, generation), prompts, model);
    List<Optional<ChoiceScores>> scores = scores(prompts);
    var outcomes = new ArrayList<MatchOutcome>(answers.size());
    for (int i = 0; i < answers.size(); i++) {
      CandidatePair pair = pairs.get(i);
      if (answers.get(i) instanceof ModelResult.Failure<Completion> failure) {
        outcomes.add(new MatchFailure(pair, failure.error()));
      } else {
        Completion answer = answers.get(i).orElseThrow();
        outcomes.add(decision(pair, answer, scores.get(i), provenance));
      }
    }
    return outcomes;
  }

  private MatchDecision decision(
      CandidatePair pair, Completion answer, Optional<ChoiceScores> scores, Provenance provenance) {
    MatchDecision.Builder decision =
        MatchDecision.builder(pair, provenance).rawAnswer(answer.text()).usage(answer.usage());
    interpreter.interpret(answer, pair, decision);
    if (scores.isPresent()) {
      OptionalDouble probability = ScoringStrategy.matchProbability(scores.get());
      if (probability.isPresent()) {
        decision.matchProbability(probability.getAsDouble());
      }
      decision.usage(answer.usage().plus(scores.get().usage()));
    }
    return decision.build();
  }

  /** The probability is an extra: an answer stands without it where scoring fails. */
  private List<Optional<ChoiceScores>> scores(List<Prompt> prompts) {
    var scores = new ArrayList<Optional<ChoiceScores>>();
    if (scorer.isPresent()) {
      try {
        for (ModelResult<ChoiceScores> result :
            AskingStrategy.requireOnePerPrompt(
                scorer.get().score(prompts, choices), prompts, scorer.get())) {
          scores.add(
              result instanceof ModelResult.Success<ChoiceScores> success
                  ? Optional.of(success.value())
                  : Optional.empty());
        }
        return scores;
      } catch (EntityMatchingException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
    prompts.forEach(prompt -> scores.add(Optional.empty()));
    return scores;
  }

  @Override
  public Provenance describe(Provenance provenance) {
    return provenance
        .with("decidedBy", "text")
        .with("answerRule", interpreter.rule().name())
        .with("maxTokens", Integer.toString(generation.maxTokens()))
        .with("temperature", Double.toString(generation.temperature()));
  }
}
