package io.github.em4j.prompts;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.model.Model;
import io.github.em4j.model.Prompt;
import java.util.List;

/** How a prompted matcher gets from prompts to decisions. */
sealed interface AskingStrategy permits ScoringStrategy, WritingStrategy {

  /**
   * What is asked about a pair.
   *
   * @return as many prompts for every pair, at least one
   * @throws EntityMatchingException if the pair cannot be put into words
   */
  default List<Prompt> questions(PromptRenderer renderer, CandidatePair pair) {
    return List.of(renderer.render(pair));
  }

  /**
   * Asks about all pairs at once.
   *
   * @param pairs the pairs, at least one
   * @param prompts the {@link #questions} about the first pair, then those about the next one
   * @param provenance what the decisions carry
   * @return outcome {@code i} belongs to pair {@code i}
   */
  List<MatchOutcome> ask(List<CandidatePair> pairs, List<Prompt> prompts, Provenance provenance);

  /** Adds what the strategy does to a matcher's provenance. */
  Provenance describe(Provenance provenance);

  /** Guards against a model that breaks its contract, which would give answers to wrong pairs. */
  static <T> List<T> requireOnePerPrompt(List<T> results, List<Prompt> prompts, Model model) {
    if (results.size() != prompts.size()) {
      throw new EntityMatchingException(
          "model "
              + model.id()
              + " must give one result per prompt, found "
              + results.size()
              + " for "
              + prompts.size());
    }
    return results;
  }
}
