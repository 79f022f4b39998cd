package io.github.em4j.evaluation.calibration;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.ScoredPredictions;

/**
 * What a calibrator was fitted on.
 *
 * @param split the name of the validation split; not blank
 * @param pairs how many of its pairs have a probability, at least 2
 * @param matches how many of those are matches, at least 1 and fewer than the pairs
 * @param logLossBefore the log loss of the given probabilities there
 * @param logLossAfter the log loss of the calibrated ones there, better than what to expect
 *     elsewhere
 */
public record FittedOn(
    String split, int pairs, int matches, double logLossBefore, double logLossAfter) {

  /**
   * Checks that numbers are in their range.
   *
   * @throws IllegalArgumentException if the name is blank, a kind of pair is missing or a log loss
   *     is negative or not finite
   */
  public FittedOn {
    requireNonNull(split, "split");
    boolean losses =
        logLossBefore >= 0
            && logLossAfter >= 0
            && Double.isFinite(logLossBefore)
            && Double.isFinite(logLossAfter);
    if (split.isBlank() || matches < 1 || pairs <= matches || !losses) {
      throw new IllegalArgumentException(
          "a calibrator is fitted on a named split with matches and non-matches, found split '%s' with %d matches among %d pairs, log loss %s and %s"
              .formatted(split, matches, pairs, logLossBefore, logLossAfter));
    }
  }

  /** Checks that a calibrator may be fitted on a split and has something to learn there. */
  static ScoredPredictions checked(Predictions validation) {
    validation.split().requireNotTest("a calibrator is fitted on validation data");
    ScoredPredictions scored = validation.scored();
    if (scored.matches() == 0 || scored.nonMatches() == 0) {
      throw new IllegalArgumentException(
          "a calibrator needs matches and non-matches with a probability, found %d and %d in split '%s'"
              .formatted(scored.matches(), scored.nonMatches(), validation.split().name()));
    }
    return scored;
  }

  /** The record of a fit that gave a calibrator. */
  static FittedOn of(Predictions validation, ScoredPredictions scored, Calibrator fitted) {
    return new FittedOn(
        validation.split().name(),
        scored.size(),
        scored.matches(),
        scored.logLoss().orElseThrow(),
        fitted.applyTo(scored).logLoss().orElseThrow());
  }

  /** For example {@code fitted on 1200 pairs of valid}, as it stands in a provenance. */
  @Override
  public String toString() {
    return "fitted on " + pairs + " pairs of " + split;
  }
}
