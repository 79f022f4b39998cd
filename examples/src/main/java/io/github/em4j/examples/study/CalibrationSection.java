package io.github.em4j.examples.study;

import io.github.em4j.evaluation.Calibration;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.ProbabilityScore;
import io.github.em4j.evaluation.calibration.Calibrator;
import io.github.em4j.evaluation.calibration.IsotonicCalibration;
import io.github.em4j.evaluation.calibration.TemperatureScaling;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.report.Axis;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.LineChart;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a probability of 0.8 is right in eight of ten pairs, before and after calibration. */
final class CalibrationSection {
  private static final int BINS = 10;
  private static final int DIGITS = 4;

  private CalibrationSection() {}

  /** Empty where no matcher has probabilities on validation and test pairs. */
  static Optional<Section> of(Findings findings) {
    Table.Builder table = table();
    List<LineChart> charts = new ArrayList<>();
    for (String dataset : findings.datasets()) {
      Map<String, List<LineChart.Point>> lines = new LinkedHashMap<>();
      for (Arm arm : findings.arms()) {
        add(findings, arm, dataset, table, lines);
      }
      if (!lines.isEmpty()) {
        charts.add(chart(dataset, lines));
      }
    }
    if (charts.isEmpty()) {
      return Optional.empty();
    }
    Section.Builder section = Section.builder("calibration", "Calibration");
    section.paragraph(
        "Whether probabilities can be taken at their word. Temperature and isotonic curve were fitted on the validation pairs"
            + " of the same data set and only applied to the test pairs; the label of no pair changes by them.");
    section.add(table.build());
    charts.forEach(section::add);
    return Optional.of(section.build());
  }

  private static Table.Builder table() {
    return Table.builder(
        "Calibration on the test pairs, before and after",
        Column.text("Test set"),
        Column.text("Matcher"),
        Column.text("Probabilities"),
        Column.number("Calibration error")
            .explained("Expected calibration error over ten bins of equal width; low is good."),
        Column.number("Log loss").explained("Low is good."),
        Column.number("Brier score").explained("Low is good."));
  }

  private static void add(
      Findings findings,
      Arm arm,
      String dataset,
      Table.Builder table,
      Map<String, List<LineChart.Point>> lines) {
    Optional<Predictions> test =
        findings.testPredictions(arm, dataset).filter(CalibrationSection::isScored);
    Optional<Predictions> validation =
        findings.validationPredictions(arm, dataset).filter(CalibrationSection::hasBothClasses);
    if (test.isEmpty() || validation.isEmpty()) {
      return;
    }
    Calibrator temperature = TemperatureScaling.fitWithBiasOn(validation.get());
    Calibrator isotonic = IsotonicCalibration.fitOn(validation.get());
    row(table, dataset, arm, "as they are", test.get());
    row(table, dataset, arm, "temperature and bias", temperature.applyTo(test.get()));
    row(table, dataset, arm, "isotonic", isotonic.applyTo(test.get()));
    lines.put(Findings.name(arm), points(test.get()));
    lines.put(Findings.name(arm) + ", calibrated", points(temperature.applyTo(test.get())));
  }

  private static boolean isScored(Predictions predictions) {
    return predictions.scored().size() > 0;
  }

  private static boolean hasBothClasses(Predictions predictions) {
    return predictions.scored().matches() > 0 && predictions.scored().nonMatches() > 0;
  }

  private static void row(
      Table.Builder table, String dataset, Arm arm, String what, Predictions predictions) {
    table.row(
        Cell.text(dataset),
        Cell.text(Findings.name(arm)),
        Cell.text(what),
        cell(ProbabilityScore.CALIBRATION_ERROR, predictions),
        cell(ProbabilityScore.LOG_LOSS, predictions),
        cell(ProbabilityScore.BRIER_SCORE, predictions));
  }

  private static Cell cell(ProbabilityScore score, Predictions predictions) {
    return Cell.number(score.applyAsDouble(predictions.scored()), DIGITS);
  }

  private static List<LineChart.Point> points(Predictions predictions) {
    return predictions
        .scored()
        .calibration(Calibration.Binning.EQUAL_MASS, BINS)
        .orElseThrow()
        .bins()
        .stream()
        .map(bin -> LineChart.Point.of(100 * bin.meanProbability(), 100 * bin.matchRate()))
        .toList();
  }

  private static LineChart chart(String dataset, Map<String, List<LineChart.Point>> lines) {
    LineChart.Builder chart =
        LineChart.builder(
            "Reliability on " + dataset + ": bins of equally many pairs",
            Axis.of("Mean probability of a match, in %").from(0, 100),
            Axis.of("Matches among these pairs, in %").from(0, 100));
    lines.forEach(chart::series);
    return chart.markers().diagonal("calibrated").build();
  }
}
