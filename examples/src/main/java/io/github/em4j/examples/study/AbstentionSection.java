package io.github.em4j.examples.study;

import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.abstention.AbstentionCurve;
import io.github.em4j.evaluation.abstention.AbstentionPoint;
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

/** What people gain who look at the least confident pairs themselves. */
final class AbstentionSection {
  private static final double[] SHARES = {0.05, 0.1, 0.2};
  private static final int STEPS = 50;

  private AbstentionSection() {}

  /** Empty where no matcher gives a probability with every decision. */
  static Optional<Section> of(Findings findings) {
    Table.Builder table =
        Table.builder(
            "Reviewing the least confident test pairs",
            Column.text("Test set"),
            Column.text("Matcher"),
            Column.number("Reviewed, %"),
            Column.number("Errors caught, %")
                .explained("Which part of all errors lies among the pairs that are looked at."),
            Column.number("F1 of the rest, %").explained("On the pairs that are decided alone."),
            Column.number("F1 after review, %")
                .explained("Over all pairs, if people decide those that they look at rightly."));
    List<LineChart> charts = new ArrayList<>();
    for (String dataset : findings.datasets()) {
      LineChart.Builder chart =
          LineChart.builder(
              "F1 on " + dataset + " after review of the least confident pairs",
              Axis.of("Reviewed pairs, in %").from(0, 100),
              Axis.of("F1 over all pairs, in %").from(0, 100));
      boolean any = false;
      for (Arm arm : findings.arms()) {
        Optional<Predictions> test =
            findings.testPredictions(arm, dataset).filter(AbstentionSection::hasProbabilities);
        if (test.isPresent()) {
          AbstentionCurve curve = AbstentionCurve.of(test.get());
          chart.series(Findings.name(arm), points(curve));
          for (double share : SHARES) {
            table.row(row(dataset, arm, curve.review(share)));
          }
          any = true;
        }
      }
      if (any) {
        charts.add(chart.build());
      }
    }
    if (charts.isEmpty()) {
      return Optional.empty();
    }
    Section.Builder section =
        Section.builder("abstention", "Abstention: leaving the least confident pairs to people");
    section.paragraph(
        "A matcher that says how sure it is can leave its least confident pairs to people. The shares are given beforehand,"
            + " so nothing is chosen here; that people are right on the pairs they look at is an assumption.");
    section.add(table.build());
    charts.forEach(section::add);
    return Optional.of(section.build());
  }

  private static boolean hasProbabilities(Predictions predictions) {
    return predictions.stream()
            .noneMatch(p -> p.answer().isDecided() && p.matchProbability().isEmpty())
        && predictions.scored().size() > 0;
  }

  private static List<Cell> row(String dataset, Arm arm, AbstentionPoint point) {
    return List.of(
        Cell.text(dataset),
        Cell.text(Findings.name(arm)),
        Cell.number(100 * point.reviewedShare(), 1),
        Cell.number(100 * point.errorsCaught().orElse(Double.NaN), 1),
        Percentages.cell(point.kept().f1()),
        Percentages.cell(point.afterReview().f1()));
  }

  private static List<LineChart.Point> points(AbstentionCurve curve) {
    List<LineChart.Point> points = new ArrayList<>();
    double last = -1;
    for (int step = 0; step <= STEPS; step++) {
      AbstentionPoint point = curve.review((double) step / STEPS);
      if (point.reviewedShare() > last) {
        last = point.reviewedShare();
        points.add(LineChart.Point.of(100 * last, 100 * point.afterReview().f1()));
      }
    }
    return points;
  }
}
