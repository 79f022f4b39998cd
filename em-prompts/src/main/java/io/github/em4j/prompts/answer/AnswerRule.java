package io.github.em4j.prompts.answer;

/** How the text of an answer becomes a label. */
public enum AnswerRule {
  /**
   * The paper's rule: the lower-cased answer contains the word for a match → match; else it
   * contains the word for a non-match → non-match; else it is unparsed. A plain substring test, so
   * that {@code Cutting Knowledge Date} is a "no".
   */
  PAPER,
  /**
   * The first word decides, punctuation and Markdown in front of it aside; it must be one of the
   * two words and nothing longer. {@code Not sure}, {@code North} and {@code Yes/No} are unparsed.
   */
  STRICT
}
