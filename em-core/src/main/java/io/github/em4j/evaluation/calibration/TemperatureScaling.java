package io.github.em4j.evaluation.calibration;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.ScoredPredictions;
import java.util.Optional;

/**
 * Divides the log-odds of a match by a temperature and adds a bias: {@code p' = sigmoid(logit(p) /
 * T + b)}. A temperature above 1 makes an overconfident matcher modest, one below 1 a timid one
 * bold. Without a bias it is temperature scaling after Guo et al., "On Calibration of Modern Neural
 * Networks" (2017); 0.5 stays 0.5 then. With a bias it is Platt scaling of the log-odds after
 * Platt, "Probabilistic Outputs for Support Vector Machines" (1999), which also mends a matcher
 * that says "match" too often or too rarely.
 *
 * <p>It keeps the order of pairs, but for probabilities nearer than {@value #CLEAREST} to 0 or 1,
 * which have no log-odds to speak of and count as that far away; what it says stays as far from 0
 * and 1. A temperature of 1 without a bias changes nothing else.
 *
 * @param temperature positive and finite
 * @param bias finite; 0 for temperature scaling proper
 * @param fittedOn what the two were fitted on, where they were
 */
public record TemperatureScaling(double temperature, double bias, Optional<FittedOn> fittedOn)
    implements Calibrator {

  /** How near to 0 and 1 a probability may come. */
  private static final double CLEAREST = 1e-12;

  /**
   * Checks that the numbers are in their range.
   *
   * @throws IllegalArgumentException if the temperature is not positive and finite or the bias is
   *     not finite
   */
  public TemperatureScaling {
    requireNonNull(fittedOn, "fittedOn");
    // Written so that NaN fails as well.
    if (!(temperature > 0 && Double.isFinite(temperature) && Double.isFinite(bias))) {
      throw new IllegalArgumentException(
          "temperature scaling needs a positive, finite temperature and a finite bias, found "
              + temperature
              + " and "
              + bias);
    }
  }

  /**
   * A temperature that was fixed beforehand, without a bias.
   *
   * @param temperature positive and finite; 1 leaves probabilities as they are
   * @return the calibrator
   * @throws IllegalArgumentException if the temperature is not positive and finite
   */
  public static TemperatureScaling of(double temperature) {
    return new TemperatureScaling(temperature, 0, Optional.empty());
  }

  /**
   * Fits the temperature with the least negative log-likelihood on a validation split, by Newton's
   * method.
   *
   * <p>Where the probabilities part the two classes without an error, likelihood alone would have
   * the temperature fall to 0. So a quadratic penalty draws {@code 1 / T} to 1, as weak as a
   * hundredth of an informative pair: with errors in the data it changes nothing that one could
   * measure. Where the probabilities say nothing of the labels, or the contrary, the temperature is
   * 100, the highest that is fitted.
   *
   * @param validation predictions on the split to fit on; pairs without a probability are left out
   * @return the calibrator
   * @throws IllegalArgumentException if the split is called {@code test} or something that begins
   *     so, or has no match or no non-match with a probability
   */
  public static TemperatureScaling fitOn(Predictions validation) {
    return fit(validation, false);
  }

  /**
   * Fits temperature and bias with the least negative log-likelihood on a validation split, as
   * {@link #fitOn} does; the penalty draws the bias to 0.
   *
   * @param validation predictions on the split to fit on; pairs without a probability are left out
   * @return the calibrator
   * @throws IllegalArgumentException if the split is called {@code test} or something that begins
   *     so, or has no match or no non-match with a probability
   */
  public static TemperatureScaling fitWithBiasOn(Predictions validation) {
    return fit(validation, true);
  }

  private static TemperatureScaling fit(Predictions validation, boolean withBias) {
    ScoredPredictions scored = FittedOn.checked(validation);
    LogitRegression.Curve curve = LogitRegression.fit(scored, withBias);
    var unnamed = new TemperatureScaling(1 / curve.slope(), curve.intercept(), Optional.empty());
    return new TemperatureScaling(
        unnamed.temperature, unnamed.bias, Optional.of(FittedOn.of(validation, scored, unnamed)));
  }

  @Override
  public double calibrate(double matchProbability) {
    // Written so that NaN fails as well.
    if (!(matchProbability >= 0 && matchProbability <= 1)) {
      throw new IllegalArgumentException(
          "a probability must lie in [0, 1], found " + matchProbability);
    }
    if (temperature == 1 && bias == 0) {
      return inside(matchProbability);
    }
    double logOdds = logOdds(matchProbability) / temperature + bias;
    return inside(1 / (1 + Math.exp(-logOdds)));
  }

  /** The logarithm of p / (1 - p), finite also for 0 and 1. */
  static double logOdds(double probability) {
    double p = inside(probability);
    return Math.log(p) - Math.log1p(-p);
  }

  private static double inside(double probability) {
    return Math.max(CLEAREST, Math.min(1 - CLEAREST, probability));
  }

  /** The calibrator and its origin, as it stands in a provenance. */
  @Override
  public String toString() {
    return "temperature "
        + temperature
        + (bias == 0 ? "" : ", bias " + bias)
        + fittedOn.map(f -> " (" + f + ")").orElse(" (fixed)");
  }
}
