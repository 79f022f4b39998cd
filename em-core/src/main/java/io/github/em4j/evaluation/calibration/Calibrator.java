package io.github.em4j.evaluation.calibration;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.ScoredPredictions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Turns the probabilities that a matcher gives into probabilities that are meant to agree with the
 * rate of matches.
 *
 * <p>A calibrator never falls: a higher probability never becomes the lower one. It never says 0 or
 * 1, so that the {@linkplain ScoredPredictions#logLoss log loss} of what it says is bounded. It is
 * a parameter like any other: fitted on validation data, applied to test data.
 */
public sealed interface Calibrator permits TemperatureScaling, IsotonicCalibration {

  /**
   * Calibrates one probability.
   *
   * @param matchProbability what the matcher said, in [0, 1]
   * @return in (0, 1)
   * @throws IllegalArgumentException if the probability lies outside [0, 1] or is not a number
   */
  double calibrate(double matchProbability);

  /**
   * What this calibrator was fitted on.
   *
   * @return the split, or empty where the calibrator was made from given numbers
   */
  Optional<FittedOn> fittedOn();

  /**
   * Calibrates the probabilities of many pairs. Answers stay as they are, even where a new
   * probability speaks against one; decide anew with a {@link
   * io.github.em4j.evaluation.DecisionThreshold} that was chosen on calibrated validation
   * predictions.
   *
   * @param predictions on any split; pairs without a probability are left alone
   * @return new predictions on the same split
   */
  default Predictions applyTo(Predictions predictions) {
    return predictions.mapProbabilities(this::calibrate);
  }

  /**
   * Calibrates the probabilities of many pairs.
   *
   * @param scored labels and probabilities
   * @return the same labels with calibrated probabilities
   */
  default ScoredPredictions applyTo(ScoredPredictions scored) {
    return scored.mapProbabilities(this::calibrate);
  }

  /**
   * This calibrator as a JSON object, from which {@link #fromJson} makes an equal one.
   *
   * @return one line of JSON with a format version
   */
  default String toJson() {
    return CalibratorJson.write(this);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @param json a JSON object
   * @return the calibrator
   * @throws EntityMatchingException if the text is no JSON, or describes no calibrator or one of a
   *     newer format
   */
  static Calibrator fromJson(String json) {
    return CalibratorJson.read(json, "the text");
  }

  /**
   * Writes {@link #toJson} to a file, whole or not at all; replaces a file that is there.
   *
   * @param file where to; its folder has to exist
   * @throws EntityMatchingException if it cannot be written
   */
  default void save(Path file) {
    CalibratorJson.save(this, file);
  }

  /**
   * Reads a calibrator that {@link #save} wrote.
   *
   * @param file the file, in UTF-8
   * @return the calibrator
   * @throws EntityMatchingException if the file cannot be read, or describes no calibrator or one
   *     of a newer format
   */
  static Calibrator load(Path file) {
    return CalibratorJson.load(file);
  }
}
