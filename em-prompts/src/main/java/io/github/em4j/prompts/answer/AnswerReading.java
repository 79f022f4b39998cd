package io.github.em4j.prompts.answer;

import static java.util.Objects.requireNonNull;

import io.github.em4j.MatchLabel;
import java.util.Optional;

/**
 * What one answer says under both rules.
 *
 * @param paper the label by {@link AnswerRule#PAPER}, empty where the answer is unparsed
 * @param strict the label by {@link AnswerRule#STRICT}, empty where the answer is unparsed
 */
public record AnswerReading(Optional<MatchLabel> paper, Optional<MatchLabel> strict) {

  /**
   * Checks that both are there.
   *
   * @throws NullPointerException if one of them is null
   */
  public AnswerReading {
    requireNonNull(paper, "paper");
    requireNonNull(strict, "strict");
  }

  /**
   * The label by one rule.
   *
   * @param rule the rule
   * @return the label, or empty where the answer is unparsed
   */
  public Optional<MatchLabel> by(AnswerRule rule) {
    return switch (rule) {
      case PAPER -> paper;
      case STRICT -> strict;
    };
  }

  /**
   * Whether both rules say the same.
   *
   * @return true for the same label, and where both find none
   */
  public boolean rulesAgree() {
    return paper.equals(strict);
  }
}
