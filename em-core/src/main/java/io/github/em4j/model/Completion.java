package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import io.github.em4j.TokenUsage;

/**
 * What a model wrote.
 *
 * @param text the continuation of the prompt, without special tokens; may be empty
 * @param finishReason why it stopped there
 * @param usage tokens read and written
 */
public record Completion(String text, FinishReason finishReason, TokenUsage usage) {

  /** Why a model stopped writing. */
  public enum FinishReason {
    /** It ended by itself or met a stop string. */
    STOP,
    /** It met the limit of tokens: the text is cut off. */
    LENGTH,
    /** The server withheld the text. */
    CONTENT_FILTER,
    /** Anything else that a server says. */
    OTHER
  }

  /**
   * Checks that nothing is null.
   *
   * @throws NullPointerException if a component is null
   */
  public Completion {
    requireNonNull(text, "text");
    requireNonNull(finishReason, "finishReason");
    requireNonNull(usage, "usage");
  }
}
