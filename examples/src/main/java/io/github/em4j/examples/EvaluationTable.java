package io.github.em4j.examples;

import io.github.em4j.evaluation.ConfidenceInterval;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Score;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Evaluations as a person reads them. */
final class EvaluationTable {

  private EvaluationTable() {}

  static void print(List<Evaluation> evaluations, PrintWriter out) {
    var table =
        new TextTable(
            "tested on",
            "trained on",
            "matcher",
            "pairs",
            "matches",
            "precision",
            "recall",
            "F1",
            "95 % interval",
            "unparsed",
            "seconds",
            "pairs/s");
    for (Evaluation evaluation : evaluations) {
      ConfusionCounts counts = evaluation.report().counts();
      ConfidenceInterval f1 = evaluation.report().interval(Score.F1);
      table.row(
          evaluation.dataset(),
          evaluation.trained().source().name(),
          evaluation.trained().kind(),
          counts.total(),
          counts.matches().total(),
          Percent.of(counts.precision()),
          Percent.of(counts.recall()),
          Percent.of(counts.f1()),
          Percent.of(f1.low()) + " – " + Percent.of(f1.high()),
          counts.undecided() + counts.failed(),
          String.format(Locale.ROOT, "%.2f", evaluation.seconds()),
          String.format(Locale.ROOT, "%.0f", evaluation.report().pairsPerSecond()));
    }
    table.print(out);
    printMatrix(evaluations, out);
    out.println();
    out.println(
        "Scores in per cent on test splits; the interval is a bootstrap over the test pairs.");
    out.println(
        evaluations.stream().anyMatch(evaluation -> evaluation.trained().source().holdsOut())
            ? "Thresholds were chosen on validation splits, or where there is none on training pairs held out."
            : "Thresholds were chosen on validation splits.");
    out.flush();
  }

  /** F1 of every source on every target, where every source was evaluated on every target. */
  private static void printMatrix(List<Evaluation> evaluations, PrintWriter out) {
    List<String> sources =
        evaluations.stream()
            .map(evaluation -> evaluation.trained().source().name())
            .distinct()
            .toList();
    List<String> targets = evaluations.stream().map(Evaluation::dataset).distinct().toList();
    if (sources.size() < 2 || evaluations.size() != sources.size() * targets.size()) {
      return;
    }
    out.println();
    out.println("F1 by training data (row) and test data (column)");
    var header = new ArrayList<>(List.of(""));
    header.addAll(targets);
    var matrix = new TextTable(header.toArray(String[]::new));
    for (String source : sources) {
      var row = new ArrayList<Object>(List.of(source));
      evaluations.stream()
          .filter(evaluation -> evaluation.trained().source().name().equals(source))
          .forEach(evaluation -> row.add(Percent.of(evaluation.report().counts().f1())));
      matrix.row(row.toArray());
    }
    matrix.print(out);
  }
}
