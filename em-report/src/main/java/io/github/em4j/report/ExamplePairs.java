package io.github.em4j.report;

import static java.util.Objects.requireNonNull;

import io.github.em4j.LabeledPair;
import io.github.em4j.evaluation.Prediction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Pairs to look at one by one, both records side by side: the most confident errors, for example.
 *
 * @param caption what they have in common, one line, not blank
 * @param pairs the pairs, in the order in which they are shown; may be empty
 */
public record ExamplePairs(String caption, List<ExamplePair> pairs) implements Block {

  /**
   * Checks the caption and copies the pairs.
   *
   * @throws IllegalArgumentException if the caption is blank
   */
  public ExamplePairs {
    Checks.requireText("the caption of examples", caption);
    pairs = List.copyOf(pairs);
  }

  /**
   * One pair with what was answered on it.
   *
   * @param pair both records and the label of the gold standard
   * @param answer what the matcher answered, in words; not blank
   * @param matchProbability how probable a match is in the matcher's view, in [0, 1], where it said
   *     so
   * @param remark what else is to be said, such as a kind of error
   */
  public record ExamplePair(
      LabeledPair pair, String answer, OptionalDouble matchProbability, Optional<String> remark) {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the answer or the remark is blank, or the probability
     *     lies outside of [0, 1]
     */
    public ExamplePair {
      requireNonNull(pair, "pair");
      Checks.requireText("the answer of an example", answer);
      remark.ifPresent(text -> Checks.requireText("the remark of an example", text));
      if (matchProbability.isPresent()
          && !(matchProbability.getAsDouble() >= 0 && matchProbability.getAsDouble() <= 1)) {
        throw new IllegalArgumentException(
            "a probability must lie in [0, 1], found " + matchProbability.getAsDouble());
      }
    }

    /**
     * A pair as a matcher decided it.
     *
     * @param prediction the pair and the answer
     * @return the same, without a remark
     */
    public static ExamplePair of(Prediction prediction) {
      return new ExamplePair(
          prediction.pair(),
          Wording.of(prediction.answer()),
          prediction.matchProbability(),
          Optional.empty());
    }

    /**
     * This example with a remark.
     *
     * @param text what else is to be said, not blank
     * @return a new example; this one stays as it is
     */
    public ExamplePair remarked(String text) {
      return new ExamplePair(pair, answer, matchProbability, Optional.of(text));
    }
  }
}
