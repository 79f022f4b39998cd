package io.github.em4j.evaluation;

import java.util.function.ToDoubleFunction;

/**
 * The scores that follow from {@link ScoredPredictions} of at least one pair, by name: how far to
 * trust the probabilities themselves. Low is good in all of them.
 */
public enum ProbabilityScore implements ToDoubleFunction<ScoredPredictions> {
  /** {@link ScoredPredictions#logLoss}, at least 0. */
  LOG_LOSS(scored -> scored.logLoss().orElseThrow()),
  /** {@link ScoredPredictions#brierScore}, in [0, 1]. */
  BRIER_SCORE(scored -> scored.brierScore().orElseThrow()),
  /**
   * {@link Calibration#expectedCalibrationError} over ten bins of equal width, the usual cut, in
   * [0, 1].
   */
  CALIBRATION_ERROR(
      scored ->
          scored
              .calibration(Calibration.Binning.EQUAL_WIDTH, 10)
              .orElseThrow()
              .expectedCalibrationError());

  // An enum constant must be immutable to Error Prone's eyes; these lambdas hold nothing.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ToDoubleFunction<ScoredPredictions> formula;

  ProbabilityScore(ToDoubleFunction<ScoredPredictions> formula) {
    this.formula = formula;
  }

  /**
   * The score.
   *
   * @param scored labels and probabilities of at least one pair
   * @return a finite number, at least 0
   * @throws java.util.NoSuchElementException if there is no pair
   */
  @Override
  public double applyAsDouble(ScoredPredictions scored) {
    return formula.applyAsDouble(scored);
  }
}
