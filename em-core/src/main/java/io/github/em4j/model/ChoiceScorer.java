package io.github.em4j.model;

import java.util.List;

/**
 * Says how probable each of a few given answers is, without generating text. A choice is the text
 * that follows the prompt directly, to the letter: a leading space belongs to it and is neither
 * stripped nor added.
 */
public interface ChoiceScorer extends Model {

  /**
   * Scores the same choices for a list of prompts. A prompt that cannot be scored yields a {@link
   * ModelResult.Failure} at its place and leaves the others alone.
   *
   * @param prompts the prompts; may be empty
   * @param choices the possible answers, for example {@code Yes} and {@code No}; at least one, all
   *     different, none empty
   * @return result {@code i} belongs to prompt {@code i} and holds the choices in the given order
   * @throws io.github.em4j.EntityMatchingException if no prompt at all could be scored
   * @throws IllegalStateException if the model is closed
   */
  List<ModelResult<ChoiceScores>> score(List<Prompt> prompts, List<String> choices);
}
