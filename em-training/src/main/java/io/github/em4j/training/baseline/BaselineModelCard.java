package io.github.em4j.training.baseline;

import static java.util.Objects.requireNonNull;

/**
 * What is known of a trained {@link BaselineMatcher}: data, options and the validation result. It
 * travels inside the saved file.
 *
 * @param trainedOn what the data set is called
 * @param trainingPairs how many pairs it learnt from
 * @param trainingMatches how many of them are matches
 * @param validationPairs how many pairs calibration and threshold were chosen on
 * @param validationHeldOut whether these were held out of the training pairs because there was no
 *     validation split
 * @param validationF1 the F1 of the threshold on them, in [0, 1]; better than what to expect
 *     elsewhere
 * @param threshold the calibrated probability from which on a pair is a match, in [0, 1]
 * @param fallbackThreshold the same for pairs that lack an attribute that nearly all training pairs
 *     have; equal to {@code threshold} where the matcher has no classifier of its own for them
 * @param trees how many trees each forest has
 * @param seed the seed of everything random
 * @param em4jVersion the version of em4j that trained it
 */
public record BaselineModelCard(
    String trainedOn,
    int trainingPairs,
    int trainingMatches,
    int validationPairs,
    boolean validationHeldOut,
    double validationF1,
    double threshold,
    double fallbackThreshold,
    int trees,
    long seed,
    String em4jVersion) {

  /**
   * Checks that the texts are there.
   *
   * @throws NullPointerException if one of them is null
   */
  public BaselineModelCard {
    requireNonNull(trainedOn, "trainedOn");
    requireNonNull(em4jVersion, "em4jVersion");
  }
}
