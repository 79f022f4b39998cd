package io.github.em4j.examples;

import io.github.em4j.evaluation.ConfidenceInterval;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.PrecisionRecallCurve;
import io.github.em4j.evaluation.RocCurve;
import io.github.em4j.evaluation.Score;
import io.github.em4j.evaluation.ScoredPredictions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Evaluations as a person reads them. */
final class EvaluationTable {
  private final List<Evaluation> evaluations;
  private final PrintWriter out;

  private EvaluationTable(List<Evaluation> evaluations, PrintWriter out) {
    this.evaluations = evaluations;
    this.out = out;
  }

  static void print(List<Evaluation> evaluations, PrintWriter out) {
    var printed = new EvaluationTable(evaluations, out);
    boolean trained = evaluations.stream().allMatch(cell -> cell.training().isPresent());
    printed.printScores();
    if (trained) {
      printed.printMatrix();
    } else {
      printed.printRanking();
    }
    out.println();
    printed.printNotes(trained);
    out.flush();
  }

  private void printScores() {
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
            "failed",
            "seconds",
            "pairs/s");
    for (Evaluation evaluation : evaluations) {
      ConfusionCounts counts = evaluation.report().counts();
      ConfidenceInterval f1 = evaluation.report().interval(Score.F1);
      TestPairs test = evaluation.test();
      table.row(
          evaluation.dataset(),
          evaluation.trainedOn(),
          evaluation.matcher(),
          counts.total() + (test.isSample() ? " of " + test.available() : ""),
          counts.matches().total(),
          Percent.of(counts.precision()),
          Percent.of(counts.recall()),
          Percent.of(counts.f1()),
          Percent.of(f1.low()) + " – " + Percent.of(f1.high()),
          counts.undecided(),
          counts.failed(),
          decimals(2, evaluation.seconds()),
          decimals(
              evaluation.report().pairsPerSecond() < 100 ? 1 : 0,
              evaluation.report().pairsPerSecond()));
    }
    table.print(out);
  }

  /** F1 of every source on every target, where every source was evaluated on every target. */
  private void printMatrix() {
    List<String> sources = evaluations.stream().map(Evaluation::trainedOn).distinct().toList();
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
          .filter(evaluation -> evaluation.trainedOn().equals(source))
          .forEach(evaluation -> row.add(Percent.of(evaluation.report().counts().f1())));
      matrix.row(row.toArray());
    }
    matrix.print(out);
  }

  /**
   * What the probabilities are worth whatever the threshold: nobody chose one for a matcher that
   * was not trained.
   */
  private void printRanking() {
    out.println();
    out.println("What p(match) is worth without a threshold");
    var table =
        new TextTable(
            "tested on",
            "average precision",
            "ROC AUC",
            "Brier score",
            "calibration error",
            "prompt tokens",
            "tokens/s");
    for (Evaluation evaluation : evaluations) {
      ScoredPredictions scored = evaluation.report().predictions().scored();
      long tokens = evaluation.report().usage().promptTokens();
      table.row(
          evaluation.dataset(),
          percent(scored.precisionRecallCurve().map(PrecisionRecallCurve::averagePrecision)),
          percent(scored.rocCurve().map(RocCurve::areaUnderCurve)),
          scored.brierScore().isPresent() ? decimals(4, scored.brierScore().getAsDouble()) : "–",
          evaluation.calibrationError().map(error -> decimals(4, error)).orElse("–"),
          tokens,
          decimals(0, tokens / evaluation.seconds()));
    }
    table.print(out);
  }

  private void printNotes(boolean trained) {
    boolean sampled = evaluations.stream().anyMatch(cell -> cell.test().isSample());
    out.println(
        sampled
            ? "Scores in per cent on a sample of test splits (--limit), matches in the split's share; the interval is a"
                + " bootstrap over the sample."
            : "Scores in per cent on test splits; the interval is a bootstrap over the test pairs.");
    if (!trained) {
      out.println("Nothing was trained or chosen: a pair is a match from p(match) 0.5 on.");
      evaluations.forEach(this::printProvenance);
      return;
    }
    boolean heldOut =
        evaluations.stream()
            .anyMatch(cell -> cell.training().filter(how -> how.source().holdsOut()).isPresent());
    out.println(
        heldOut
            ? "Thresholds were chosen on validation splits, or where there is none on training pairs held out."
            : "Thresholds were chosen on validation splits.");
  }

  private void printProvenance(Evaluation evaluation) {
    out.println(evaluation.dataset() + ": " + ProvenanceLine.of(evaluation.provenance()));
  }

  private static String percent(Optional<Double> fraction) {
    return fraction.map(Percent::of).orElse("–");
  }

  private static String decimals(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
