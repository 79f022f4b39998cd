package io.github.em4j.examples.study;

import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.PrecisionRecallCurve;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.RocCurve;
import io.github.em4j.evaluation.ScoredPredictions;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.MatcherComparison;
import io.github.em4j.evaluation.study.PromptScore;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Precision, recall, rankings and comparisons behind the F1 of the summary. */
final class DetailsSection {

  private DetailsSection() {}

  static Section of(Findings findings) {
    Section.Builder section = Section.builder("scores", "Scores in detail");
    section.paragraph(
        "F1 twice: with the interval of a bootstrap over single pairs, and over left entities with all their pairs, which is"
            + " the honest one where entities come in many pairs. Average precision and ROC AUC say what the probabilities"
            + " are worth whatever the threshold. With several seeds, F1 is the mean over them and all else that of the"
            + " first.");
    findings.datasets().forEach(dataset -> section.add(scores(findings, dataset)));
    comparisons(findings).ifPresent(section::add);
    return section.build();
  }

  private static Table scores(Findings findings, String dataset) {
    Table.Builder table =
        Table.builder(
            "Scores on " + dataset + ", in per cent" + size(findings, dataset),
            Column.text("Matcher"),
            Column.number("Precision"),
            Column.number("Recall"),
            Column.number("F1, over pairs"),
            Column.number("F1, over entities"),
            Column.number("Average precision"),
            Column.number("ROC AUC"),
            Column.number("Undecided, failed")
                .explained("Answers that nobody could read as a label, and pairs that failed."),
            Column.number("Seeds")
                .explained("How many, and the standard deviation of F1 over them in points."));
    for (Arm arm : findings.arms()) {
      Optional<PromptScore> score = findings.score(arm, dataset);
      Optional<Predictions> predictions = findings.testPredictions(arm, dataset);
      if (score.isPresent() && predictions.isPresent()) {
        table.row(row(findings, arm, dataset, score.get(), predictions.get()));
      }
    }
    return table.build();
  }

  private static String size(Findings findings, String dataset) {
    return findings.arms().stream()
        .flatMap(arm -> findings.testPredictions(arm, dataset).stream())
        .findFirst()
        .map(Predictions::counts)
        .map(
            counts ->
                String.format(
                    Locale.ROOT,
                    " (%,d pairs, %,d matches)",
                    counts.total(),
                    counts.matches().total()))
        .orElse("");
  }

  private static List<Cell> row(
      Findings findings, Arm arm, String dataset, PromptScore score, Predictions predictions) {
    ConfusionCounts counts = predictions.counts();
    ScoredPredictions scored = predictions.scored();
    return List.of(
        Cell.text(findings.name(arm)),
        Percentages.cell(counts.precision()),
        Percentages.cell(counts.recall()),
        Percentages.cell(score.f1()),
        findings
            .score(arm, dataset, findings.policy(arm.matcher()), findings.entities())
            .map(clustered -> Percentages.cell(clustered.f1()))
            .orElse(Cell.empty()),
        scored
            .precisionRecallCurve()
            .map(PrecisionRecallCurve::averagePrecision)
            .map(Percentages::cell)
            .orElse(Cell.empty()),
        scored.rocCurve().map(RocCurve::areaUnderCurve).map(Percentages::cell).orElse(Cell.empty()),
        Cell.text(counts.undecided() + ", " + counts.failed()),
        Cell.text(seeds(score)));
  }

  private static String seeds(PromptScore score) {
    return score.overSeeds().standardDeviation().isPresent()
        ? String.format(
            Locale.ROOT,
            "%d, ± %.2f",
            score.overSeeds().count(),
            100 * score.overSeeds().standardDeviation().getAsDouble())
        : "1";
  }

  /** Every arm against the first one on each data set. */
  private static Optional<Table> comparisons(Findings findings) {
    if (findings.arms().size() < 2) {
      return Optional.empty();
    }
    Arm first = findings.arms().get(0);
    Table.Builder table =
        Table.builder(
            "Points of F1 over " + findings.name(first) + ", on the same pairs",
            Column.text("Test set"),
            Column.text("Matcher"),
            Column.number("Δ F1").explained("With the interval of a paired bootstrap."),
            Column.number("p")
                .explained("Of the paired bootstrap; not corrected for many comparisons."));
    int rows = 0;
    for (String dataset : findings.datasets()) {
      for (Arm arm : findings.arms().subList(1, findings.arms().size())) {
        Optional<MatcherComparison> comparison = compare(findings, arm, first, dataset);
        if (comparison.isPresent()) {
          table.row(
              Cell.text(dataset),
              Cell.text(findings.name(arm)),
              Percentages.difference(comparison.get().f1().difference()),
              Cell.number(comparison.get().f1().pValue(), 4));
          rows++;
        }
      }
    }
    return rows == 0 ? Optional.empty() : Optional.of(table.build());
  }

  private static Optional<MatcherComparison> compare(
      Findings findings, Arm arm, Arm first, String dataset) {
    return MatcherComparison.of(
        findings.results(),
        arm,
        findings.policy(arm.matcher()),
        first,
        findings.policy(first.matcher()),
        dataset,
        findings.pairs());
  }
}
