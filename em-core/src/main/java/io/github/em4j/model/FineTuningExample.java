package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import io.github.em4j.MatchLabel;
import java.util.Optional;

/**
 * A prompt and how the model should go on from it.
 *
 * @param prompt what the model is asked
 * @param completion the answer to learn, not empty; what it begins with, a space for example,
 *     belongs to it
 * @param label the label of the pair that the prompt asks about, where it asks about one; for
 *     counts, never for the loss
 */
public record FineTuningExample(Prompt prompt, String completion, Optional<MatchLabel> label) {

  /**
   * Checks that there is something to learn.
   *
   * @throws IllegalArgumentException if the completion is empty
   */
  public FineTuningExample {
    requireNonNull(prompt, "prompt");
    requireNonNull(label, "label");
    if (completion.isEmpty()) {
      throw new IllegalArgumentException("a completion must not be empty");
    }
  }

  /**
   * An example that is not about a pair, or about one of unknown label.
   *
   * @param prompt what the model is asked
   * @param completion the answer to learn
   */
  public FineTuningExample(Prompt prompt, String completion) {
    this(prompt, completion, Optional.empty());
  }
}
