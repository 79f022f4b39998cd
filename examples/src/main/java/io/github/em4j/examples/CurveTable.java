package io.github.em4j.examples;

import io.github.em4j.training.selection.rounds.CurvePoint;
import io.github.em4j.training.selection.rounds.LearningCurveReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;

/** A learning curve for a person. */
final class CurveTable {

  private CurveTable() {}

  static void print(LearningCurveReport report, boolean withCosts, PrintWriter out) {
    String f1 = "F1 on " + report.evaluation();
    TextTable table =
        withCosts
            ? new TextTable(
                "strategy",
                "pairs",
                "matches",
                "labels",
                f1,
                "95 % interval",
                "F1 per 100 labels",
                "cost " + report.currency(),
                "F1 per " + report.currency())
            : new TextTable(
                "strategy", "pairs", "matches", "labels", f1, "95 % interval", "F1 per 100 labels");
    for (CurvePoint point : report.points()) {
      String interval =
          "%s–%s".formatted(Percent.of(point.f1().low()), Percent.of(point.f1().high()));
      String perLabel = figure(point.f1PerLabel(), 100);
      if (withCosts) {
        table.row(
            point.strategy(),
            count(point.trainingPairs()),
            count(point.positives()),
            count(point.labels()),
            Percent.of(point.f1().estimate()),
            interval,
            perLabel,
            String.format(Locale.ROOT, "%,.2f", point.cost()),
            figure(point.f1PerCost(), 1));
      } else {
        table.row(
            point.strategy(),
            count(point.trainingPairs()),
            count(point.positives()),
            count(point.labels()),
            Percent.of(point.f1().estimate()),
            interval,
            perLabel);
      }
    }
    table.print(out);
    if (report.points().stream().anyMatch(point -> point.labels() > point.trainingPairs())) {
      out.printf("%nlabels: all that had to be given, also to pairs that were left out then%n");
    }
    best(report, withCosts, out);
  }

  /** The cheapest way to nearly the best. */
  private static void best(LearningCurveReport report, boolean withCosts, PrintWriter out) {
    double best =
        report.points().stream().mapToDouble(point -> point.f1().estimate()).max().orElse(0);
    double enough = best - 0.01;
    report
        .cheapestReaching(enough)
        .ifPresent(
            point ->
                out.printf(
                    Locale.ROOT,
                    "%nThe best F1 is %s %%. Within a point of it with the fewest labels%s: %s, %,d labels.%n",
                    Percent.of(best),
                    withCosts ? " and the least cost" : "",
                    point.strategy(),
                    point.labels()));
    out.flush();
  }

  private static String figure(OptionalDouble value, double factor) {
    return value.isEmpty() ? "–" : String.format(Locale.ROOT, "%.2f", factor * value.getAsDouble());
  }

  private static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
