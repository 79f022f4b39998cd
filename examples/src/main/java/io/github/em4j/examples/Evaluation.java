package io.github.em4j.examples;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.em4j.evaluation.Calibration;
import io.github.em4j.evaluation.ConfidenceInterval;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.EvaluationReport;
import io.github.em4j.evaluation.PrecisionRecallCurve;
import io.github.em4j.evaluation.RocCurve;
import io.github.em4j.evaluation.Score;
import io.github.em4j.evaluation.ScoredPredictions;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One trained matcher on one test split.
 *
 * @param trained the matcher and how it came to be
 * @param dataset the name of the data set whose test split was used
 * @param split the name of that split
 * @param synthetic whether that data set is invented
 * @param report what was found
 */
record Evaluation(
    TrainedMatcher trained,
    String dataset,
    String split,
    boolean synthetic,
    EvaluationReport report) {

  /**
   * The figures for machines; scores as fractions, those of a ranking absent where they are
   * undefined.
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Figures(
      String dataset,
      String matcher,
      String trainedOn,
      String trainSplit,
      String validationSplit,
      String testSplit,
      boolean synthetic,
      long pairs,
      long positives,
      double precision,
      double recall,
      double f1,
      double f1Low,
      double f1High,
      double accuracy,
      long unparsed,
      long failed,
      Optional<Double> averagePrecision,
      Optional<Double> rocAuc,
      OptionalDouble brierScore,
      Optional<Double> expectedCalibrationError,
      double seconds,
      double pairsPerSecond,
      double trainingSeconds,
      Map<String, String> provenance) {}

  Figures figures() {
    ConfusionCounts counts = report.counts();
    ScoredPredictions scored = report.predictions().scored();
    ConfidenceInterval f1 = report.interval(Score.F1);
    return new Figures(
        dataset,
        trained.kind(),
        trained.source().name(),
        trained.source().trainSplits(),
        trained.source().validationSplits(),
        split,
        synthetic,
        counts.total(),
        counts.matches().total(),
        counts.precision(),
        counts.recall(),
        counts.f1(),
        f1.low(),
        f1.high(),
        counts.accuracy(),
        counts.undecided(),
        counts.failed(),
        scored.precisionRecallCurve().map(PrecisionRecallCurve::averagePrecision),
        scored.rocCurve().map(RocCurve::areaUnderCurve),
        scored.brierScore(),
        scored
            .calibration(Calibration.Binning.EQUAL_WIDTH, 10)
            .map(Calibration::expectedCalibrationError),
        seconds(),
        report.pairsPerSecond(),
        trained.trainingSeconds(),
        report.provenance().facts());
  }

  /** How long the matcher took for the whole split. */
  double seconds() {
    return report.duration().toNanos() / 1e9;
  }
}
