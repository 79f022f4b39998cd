package io.github.em4j.examples;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;
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
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One matcher on one test split.
 *
 * @param matcher the kind of matcher
 * @param training how it was trained; empty where it came as it is
 * @param dataset the name of the data set whose test split was used
 * @param test the pairs that were scored
 * @param synthetic whether that data set is invented
 * @param report what was found
 * @param provenance where the answers come from, model and device included
 */
record Evaluation(
    MatcherKind matcher,
    Optional<Training> training,
    String dataset,
    TestPairs test,
    boolean synthetic,
    EvaluationReport report,
    Provenance provenance) {

  /**
   * The figures for machines; scores as fractions. Absent are those of a ranking where they are
   * undefined, those of training where there was none, those of a sample where the whole split was
   * scored, and tokens where no language model was asked.
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Figures(
      String dataset,
      MatcherKind matcher,
      Optional<String> trainedOn,
      Optional<String> trainSplit,
      Optional<String> validationSplit,
      String testSplit,
      boolean synthetic,
      long pairs,
      OptionalInt sampledFrom,
      OptionalLong sampleSeed,
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
      OptionalLong promptTokens,
      OptionalDouble trainingSeconds,
      Map<String, String> provenance) {}

  Figures figures() {
    ConfusionCounts counts = report.counts();
    ScoredPredictions scored = report.predictions().scored();
    ConfidenceInterval f1 = report.interval(Score.F1);
    Optional<TrainingSet> source = training.map(Training::source);
    return new Figures(
        dataset,
        matcher,
        source.map(TrainingSet::name),
        source.map(TrainingSet::trainSplits),
        source.map(TrainingSet::validationSplits),
        test.split().name(),
        synthetic,
        counts.total(),
        test.isSample() ? OptionalInt.of(test.available()) : OptionalInt.empty(),
        test.seed(),
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
        calibrationError(),
        seconds(),
        report.pairsPerSecond(),
        report.usage().equals(TokenUsage.NONE)
            ? OptionalLong.empty()
            : OptionalLong.of(report.usage().promptTokens()),
        training.map(how -> OptionalDouble.of(how.seconds())).orElseGet(OptionalDouble::empty),
        provenance.facts());
  }

  /** The expected calibration error over ten bins of equal width. */
  Optional<Double> calibrationError() {
    return report
        .predictions()
        .scored()
        .calibration(Calibration.Binning.EQUAL_WIDTH, 10)
        .map(Calibration::expectedCalibrationError);
  }

  /** What the matcher learned from, for a person. */
  String trainedOn() {
    return training.map(how -> how.source().name()).orElse("–");
  }

  /** How long the matcher took for all the pairs. */
  double seconds() {
    return report.duration().toNanos() / 1e9;
  }
}
