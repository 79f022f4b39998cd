package io.github.em4j.examples.study;

import io.github.em4j.report.Axis;
import io.github.em4j.report.BarChart;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.Estimate;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What fine-tuning changes, by the published scores. */
final class FineTuningSection {
  private static final String SOURCE = RecordedMaterial.TRAINED_ON;

  private FineTuningSection() {}

  static Section of(PublishedScores scores) {
    Section.Builder section =
        Section.builder("fine-tuning", "Fine-tuned against zero-shot, as published");
    section.paragraph(
        "F1 of the paper's table: for every bar the best of four prompts on the test set itself. Fine-tuned means trained on"
            + " labels alone. No answers behind these figures were recorded but those above, so there are no intervals.");
    for (String model : List.of(RecordedMaterial.MODEL, "gpt-4o-mini")) {
      section.add(chart(scores, model));
    }
    return section.add(differences(scores)).build();
  }

  private static BarChart chart(PublishedScores scores, String model) {
    return BarChart.builder(
            model
                + ": zero-shot, fine-tuned on WDC Products, and fine-tuned on the tested data set",
            Axis.of("F1 in %, best of four prompts on test").from(0, 100),
            titles(scores))
        .series("zero-shot", values(scores, scores.zeroShot(model)))
        .series("fine-tuned on WDC Products, small", values(scores, trained(scores, model)))
        .series(
            "fine-tuned on the data set's own training pairs",
            scores.datasets().stream()
                .map(
                    dataset ->
                        scores
                            .trainedOnTarget(model, dataset)
                            .map(Percentages::estimate)
                            .orElse(Estimate.MISSING))
                .toList())
        .build();
  }

  private static List<Estimate> values(PublishedScores scores, PublishedScores.Row row) {
    return scores.datasets().stream()
        .map(dataset -> Percentages.estimate(row.on(dataset)))
        .toList();
  }

  private static List<String> titles(PublishedScores scores) {
    return scores.datasets().stream().map(PublishedScores::title).toList();
  }

  private static PublishedScores.Row trained(PublishedScores scores, String model) {
    return scores.rows(model, PublishedScores.LABELS_ONLY).stream()
        .filter(row -> row.trainedOn().equals(Optional.of(SOURCE)))
        .findFirst()
        .orElseThrow();
  }

  private static Table differences(PublishedScores scores) {
    List<Column> columns = new ArrayList<>(List.of(Column.text("Model")));
    titles(scores).forEach(title -> columns.add(Column.number(title)));
    Table.Builder table =
        Table.builder(
            "Points of F1 that fine-tuning on WDC Products, small, adds to zero-shot", columns);
    for (String model : scores.models()) {
      List<Cell> row = new ArrayList<>(List.of(Cell.text(model)));
      PublishedScores.Row before = scores.zeroShot(model);
      PublishedScores.Row after = trained(scores, model);
      for (String dataset : scores.datasets()) {
        row.add(Percentages.difference(after.on(dataset) - before.on(dataset)));
      }
      table.row(row);
    }
    return table.build();
  }
}
