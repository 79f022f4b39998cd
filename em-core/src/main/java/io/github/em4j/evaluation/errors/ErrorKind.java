package io.github.em4j.evaluation.errors;

import io.github.em4j.evaluation.Prediction;
import java.util.Optional;

/** The two ways to decide a pair wrongly. */
public enum ErrorKind {
  /** A non-match taken for a match. */
  FALSE_POSITIVE,
  /** A match taken for a non-match. */
  FALSE_NEGATIVE;

  /**
   * The kind of error that a prediction is.
   *
   * @param prediction a pair with its answer
   * @return empty where the answer is right, undecided or failed
   */
  public static Optional<ErrorKind> of(Prediction prediction) {
    if (prediction.isCorrect() || !prediction.answer().isDecided()) {
      return Optional.empty();
    }
    return Optional.of(prediction.pair().label().isMatch() ? FALSE_NEGATIVE : FALSE_POSITIVE);
  }
}
