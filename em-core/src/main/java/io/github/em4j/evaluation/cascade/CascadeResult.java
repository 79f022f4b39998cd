package io.github.em4j.evaluation.cascade;

import static java.util.Objects.requireNonNull;

import io.github.em4j.MatchLabel;
import io.github.em4j.evaluation.Answer;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;

/**
 * What a cascade answers on a split, and how many pairs it passes on for that.
 *
 * @param predictions the answers; probabilities are those of whichever matcher decided, so a score
 *     over them means something as far as both are calibrated
 * @param passedOn how many pairs the dear matcher was asked, from 0 to the number of pairs
 */
public record CascadeResult(Predictions predictions, int passedOn) {

  /**
   * Checks that the number is in its range.
   *
   * @throws IllegalArgumentException if there is no pair, or fewer than none or more than all are
   *     passed on
   */
  public CascadeResult {
    requireNonNull(predictions, "predictions");
    if (predictions.size() == 0 || passedOn < 0 || passedOn > predictions.size()) {
      throw new IllegalArgumentException(
          "a cascade passes on between none and all of at least one pair, found %d of %d"
              .formatted(passedOn, predictions.size()));
    }
  }

  static Prediction clear(Prediction cheap, MatchLabel label) {
    return new Prediction(cheap.pair(), Answer.of(label), cheap.matchProbability());
  }

  /**
   * Which part of the pairs was passed on.
   *
   * @return in [0, 1]
   */
  public double share() {
    return (double) passedOn / predictions.size();
  }

  /**
   * How often each answer was given, with the scores that follow.
   *
   * @return counts over all pairs
   */
  public ConfusionCounts counts() {
    return predictions.counts();
  }
}
