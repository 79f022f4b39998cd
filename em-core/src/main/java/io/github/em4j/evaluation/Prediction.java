package io.github.em4j.evaluation;

import static java.util.Objects.requireNonNull;

import io.github.em4j.LabeledPair;
import java.util.OptionalDouble;

/**
 * A labelled pair and what a matcher answered on it.
 *
 * @param pair the pair with the label of the gold standard
 * @param answer what the matcher answered
 * @param matchProbability how probable a match is in the matcher's view, in [0, 1], where it said
 *     so
 */
public record Prediction(LabeledPair pair, Answer answer, OptionalDouble matchProbability) {

  /**
   * Checks that all three are there.
   *
   * @throws NullPointerException if one of them is null
   */
  public Prediction {
    requireNonNull(pair, "pair");
    requireNonNull(answer, "answer");
    requireNonNull(matchProbability, "matchProbability");
  }

  /**
   * Whether the answer gives the pair's label.
   *
   * @return false for a wrong, an undecided and a failed pair
   */
  public boolean isCorrect() {
    return answer.isCorrectFor(pair.label());
  }
}
