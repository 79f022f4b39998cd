package io.github.em4j.prompts;

/** How demonstrations stand before the question. */
public enum DemonstrationStyle {
  /** Each as a user message with the question and an assistant message with the answer. */
  CHAT,
  /**
   * All in one user message, for models without a chat format: {@code question}, a line {@code
   * Answer: …}, an empty line; at the end the question about the pair and {@code Answer:} for the
   * model to go on, with demonstrations and without. A model is asked to score the word with the
   * space in front, as the demonstrations show it.
   */
  INLINE
}
