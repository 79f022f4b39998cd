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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people gain who look at the least confident pairs themselves. */
final class AbstentionSection {
  private static final double[] SHARES = {0.05, 0.1, 0.2};
  private static final int STEPS = 50;

  private AbstentionSection() {}

  /** Empty where no matcher gives a probability with every decision. */
  static Optional<Section> of(Findings findings) {
    Section.Builder section =
        Section.builder("abstention", "Abstention: leaving the least confident pairs to people");
    section.paragraph(
        "A matcher that says how sure it is can leave its least confident pairs to people. The shares are given beforehand,"
            + " so nothing is chosen here; that people are right on the pairs they look at is an assumption.");
    int shown = 0;
    for (String dataset : findings.datasets()) {
      Map<String, AbstentionCurve> curves = new LinkedHashMap<>();
      for (Arm arm : findings.arms()) {
        findings
            .testPredictions(arm, dataset)
            .filter(AbstentionSection::hasProbabilities)
            .ifPresent(test -> curves.put(findings.name(arm), AbstentionCurve.of(test)));
      }
      if (!curves.isEmpty()) {
        section.add(table(dataset, curves));
        section.add(chart(dataset, curves));
        shown++;
      }
    }
    return shown == 0 ? Optional.empty() : Optional.of(section.build());
  }

  private static Table table(String dataset, Map<String, AbstentionCurve> curves) {
    List<Column> columns = new ArrayList<>(List.of(Column.text("Matcher"), Column.number("F1, %")));
    for (double share : SHARES) {
      String percent = Math.round(100 * share) + " %";
      columns.add(Column.number("Review " + percent + ": errors caught, %"));
      columns.add(Column.number("… F1 after, %"));
    }
    Table.Builder table =
        Table.builder(
            "Reviewing the least confident test pairs of "
                + dataset
                + ": errors among them, and F1 over all pairs afterwards",
            columns);
    curves.forEach(
        (name, curve) -> {
          List<Cell> row = new ArrayList<>(List.of(Cell.text(name)));
          row.add(Percentages.cell(curve.review(0).afterReview().f1()));
          for (double share : SHARES) {
            AbstentionPoint point = curve.review(share);
            row.add(Cell.number(100 * point.errorsCaught().orElse(Double.NaN), 1));
            row.add(Percentages.cell(point.afterReview().f1()));
          }
          table.row(row);
        });
    return table.build();
  }

  private static LineChart chart(String dataset, Map<String, AbstentionCurve> curves) {
    LineChart.Builder chart =
        LineChart.builder(
            "F1 on " + dataset + " after review of the least confident pairs",
            Axis.of("Reviewed pairs, in %").from(0, 100),
            Axis.of("F1 over all pairs, in %").from(0, 100));
    curves.forEach((name, curve) -> chart.series(name, points(curve)));
    return chart.build();
  }

  private static boolean hasProbabilities(Predictions predictions) {
    return predictions.stream()
            .noneMatch(p -> p.answer().isDecided() && p.matchProbability().isEmpty())
        && predictions.scored().size() > 0;
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
