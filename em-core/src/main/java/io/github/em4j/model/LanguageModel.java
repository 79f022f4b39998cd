package io.github.em4j.model;

import java.util.List;

/** Continues prompts with text. */
public interface LanguageModel extends Model {

  /**
   * Completes a list of prompts. A prompt that cannot be completed yields a {@link
   * ModelResult.Failure} at its place and leaves the others alone.
   *
   * @param prompts the prompts; may be empty
   * @param options how to generate
   * @return result {@code i} belongs to prompt {@code i}
   * @throws io.github.em4j.EntityMatchingException if no prompt at all could be completed
   * @throws IllegalStateException if the model is closed
   */
  List<ModelResult<Completion>> complete(List<Prompt> prompts, GenerationOptions options);
}
