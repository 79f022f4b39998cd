package io.github.em4j.examples.study;

import io.github.em4j.evaluation.PrecisionRecallCurve;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.report.Axis;
import io.github.em4j.report.LineChart;
import io.github.em4j.report.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Precision against recall. */
final class CurvesSection {
  /** Points that lie closer than this in recall and precision would not be seen apart. */
  private static final double APART = 0.01;

  private CurvesSection() {}

  /** Empty where no matcher gives probabilities. */
  static Optional<Section> of(Findings findings) {
    List<LineChart> charts = new ArrayList<>();
    for (String dataset : findings.datasets()) {
      LineChart.Builder chart =
          LineChart.builder(
              "Precision and recall on " + dataset + " at every threshold",
              Axis.of("Recall in %").from(0, 100),
              Axis.of("Precision in %").from(0, 100));
      boolean any = false;
      for (Arm arm : findings.arms()) {
        Optional<PrecisionRecallCurve> curve =
            findings
                .testPredictions(arm, dataset)
                .filter(predictions -> predictions.scored().size() == predictions.size())
                .flatMap(predictions -> predictions.scored().precisionRecallCurve());
        if (curve.isPresent()) {
          chart.series(findings.name(arm), thinned(curve.get()));
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
    Section.Builder section = Section.builder("curves", "Precision against recall");
    section.paragraph(
        "What each matcher could reach at other thresholds. The curves show the test pairs, so no threshold is to be read"
            + " off them: those that count were fixed beforehand or chosen on validation pairs.");
    charts.forEach(section::add);
    return Optional.of(section.build());
  }

  /** As many points as one can see. */
  private static List<LineChart.Point> thinned(PrecisionRecallCurve curve) {
    List<LineChart.Point> points = new ArrayList<>();
    List<PrecisionRecallCurve.Point> all = curve.points();
    PrecisionRecallCurve.Point last = all.get(0);
    for (int i = 0; i < all.size(); i++) {
      PrecisionRecallCurve.Point point = all.get(i);
      boolean apart =
          Math.abs(point.recall() - last.recall()) >= APART
              || Math.abs(point.precision() - last.precision()) >= APART;
      if (i == 0 || i == all.size() - 1 || apart) {
        points.add(LineChart.Point.of(100 * point.recall(), 100 * point.precision()));
        last = point;
      }
    }
    return points;
  }
}
