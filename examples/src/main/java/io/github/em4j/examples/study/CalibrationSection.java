package io.github.em4j.examples.study;

import io.github.em4j.evaluation.Calibration;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.ProbabilityScore;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Whether a probability of 0.8 is right in eight of ten pairs, before and after calibration. */
final class CalibrationSection {
  private static final int MOST_BINS = 10;
  private static final int PAIRS_OF_A_BIN = 40;
  private static final int DIGITS = 4;

  private CalibrationSection() {}

  /** Empty where no matcher has probabilities on validation and test pairs. */
  static Optional<Section> of(Findings findings) {
    Section.Builder section = Section.builder("calibration", "Calibration");
    section.paragraph(
        "Whether probabilities can be taken at their word. Temperature (with a bias) and isotonic curve were fitted on the"
            + " validation pairs of the same data set and only applied to the test pairs; the label of no pair changes by"
            + " them.");
    int shown = 0;
    for (String dataset : findings.datasets()) {
      List<Fitted> fitted = new ArrayList<>();
      findings.arms().forEach(arm -> fit(findings, arm, dataset).ifPresent(fitted::add));
      if (!fitted.isEmpty()) {
        section.add(table(dataset, fitted));
        section.add(
            chart(
                "Reliability on " + dataset + ", as the probabilities are", fitted, Fitted::test));
        section.add(
            chart(
                "Reliability on " + dataset + ", after temperature and bias",
                fitted,
                Fitted::heated));
        shown++;
      }
    }
    return shown == 0 ? Optional.empty() : Optional.of(section.build());
  }

  /** Answers on the test pairs with their own probabilities and with calibrated ones. */
  private record Fitted(String name, Predictions test, Predictions heated, Predictions isotonic) {}

  private static Optional<Fitted> fit(Findings findings, Arm arm, String dataset) {
    Optional<Predictions> test =
        findings.testPredictions(arm, dataset).filter(p -> p.scored().size() > 0);
    Optional<Predictions> validation =
        findings.validationPredictions(arm, dataset).filter(CalibrationSection::hasBothClasses);
    if (test.isEmpty() || validation.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Fitted(
            findings.name(arm),
            test.get(),
            TemperatureScaling.fitWithBiasOn(validation.get()).applyTo(test.get()),
            IsotonicCalibration.fitOn(validation.get()).applyTo(test.get())));
  }

  private static boolean hasBothClasses(Predictions predictions) {
    return predictions.scored().matches() > 0 && predictions.scored().nonMatches() > 0;
  }

  private static Table table(String dataset, List<Fitted> fitted) {
    Table.Builder table =
        Table.builder(
            "Calibration on the test pairs of " + dataset + ", before and after; low is good",
            Column.text("Matcher"),
            Column.number("Calibration error")
                .explained("Expected calibration error over ten bins of equal width."),
            Column.number("… temperature"),
            Column.number("… isotonic"),
            Column.number("Log loss"),
            Column.number("… temperature"),
            Column.number("… isotonic"));
    for (Fitted one : fitted) {
      List<Cell> row = new ArrayList<>(List.of(Cell.text(one.name())));
      for (ProbabilityScore score :
          List.of(ProbabilityScore.CALIBRATION_ERROR, ProbabilityScore.LOG_LOSS)) {
        for (Predictions predictions : List.of(one.test(), one.heated(), one.isotonic())) {
          row.add(Cell.number(score.applyAsDouble(predictions.scored()), DIGITS));
        }
      }
      table.row(row);
    }
    return table.build();
  }

  private static LineChart chart(
      String caption, List<Fitted> fitted, Function<Fitted, Predictions> predictions) {
    LineChart.Builder chart =
        LineChart.builder(
            caption + ": bins of equally many pairs",
            Axis.of("Mean probability of a match, in %").from(0, 100),
            Axis.of("Matches among these pairs, in %").from(0, 100));
    fitted.forEach(one -> chart.series(one.name(), points(predictions.apply(one))));
    return chart.markers().diagonal("calibrated").build();
  }

  private static List<LineChart.Point> points(Predictions predictions) {
    int bins = Math.max(3, Math.min(MOST_BINS, predictions.scored().size() / PAIRS_OF_A_BIN));
    return predictions
        .scored()
        .calibration(Calibration.Binning.EQUAL_MASS, bins)
        .orElseThrow()
        .bins()
        .stream()
        .map(bin -> LineChart.Point.of(100 * bin.meanProbability(), 100 * bin.matchRate()))
        .toList();
  }
}
