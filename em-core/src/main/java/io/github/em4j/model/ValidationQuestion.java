package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;

/**
 * A prompt with the answers to choose from, one of them right: what a model in training is measured
 * on. F1 takes the first choice as the positive class, so for matching that is the word for a
 * match.
 *
 * @param prompt what the model is asked
 * @param choices the possible answers as a {@link ChoiceScorer} takes them, at least two, all
 *     different, none empty
 * @param rightChoice index of the right one
 */
public record ValidationQuestion(Prompt prompt, List<String> choices, int rightChoice) {

  /**
   * Copies the choices and checks them.
   *
   * @throws IllegalArgumentException if there are fewer than two, one is empty or there twice, or
   *     the right one is not among them
   */
  public ValidationQuestion {
    requireNonNull(prompt, "prompt");
    choices = List.copyOf(choices);
    if (choices.size() < 2
        || choices.contains("")
        || new HashSet<>(choices).size() < choices.size()) {
      throw new IllegalArgumentException(
          "a question needs two or more different choices, none empty, found " + choices);
    }
    if (rightChoice < 0 || rightChoice >= choices.size()) {
      throw new IllegalArgumentException(
          "the right choice must be 0 to %d, found %d".formatted(choices.size() - 1, rightChoice));
    }
  }

  /**
   * The right answer.
   *
   * @return one of the choices
   */
  public String answer() {
    return choices.get(rightChoice);
  }

  /**
   * Whether the right answer is the positive class of F1.
   *
   * @return true where it is the first choice
   */
  public boolean isPositive() {
    return rightChoice == 0;
  }
}
