package io.github.em4j.examples.study;

import io.github.em4j.evaluation.study.Summary;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.Note;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the choice of the prompt is worth, and what of zero-shot scores is format. */
final class RecordedPromptsSection {
  private static final String FIXED = "domain-complex-force";

  private RecordedPromptsSection() {}

  static Section of(RecordedMaterial material) {
    Section.Builder section = Section.builder("prompts", "Prompts: fixed, best on test, mean");
    section.paragraph(
        "The paper reports the best of four prompts, chosen on the test set itself. Beside that: the score of one prompt that"
            + " is named beforehand, and mean and standard deviation over the four. A choice on validation pairs, which"
            + " em4j's own studies make, needs answers on them, and none were recorded.");
    section.add(policies(material));
    section.add(spread(material));
    section.add(unparsed(material));
    section.add(
        Note.caution(
            "A part of what fine-tuning seems to bring is the form of the answer: before it, up to 1,862 of 2,473 answers were"
                + " neither Yes nor No, and each counts as a non-match. Scoring the probabilities of Yes and No avoids that."));
    return section.build();
  }

  private static Map<String, Double> fineTuned(RecordedMaterial material, String dataset) {
    Map<String, Double> f1 = new LinkedHashMap<>();
    material.runs(dataset).forEach(run -> f1.put(run.prompt(), run.byPaperRule().counts().f1()));
    return f1;
  }

  private static Map<String, Double> zeroShot(RecordedMaterial material, String dataset) {
    Map<String, Double> f1 = new LinkedHashMap<>();
    material.zeroShot(dataset).forEach(run -> f1.put(run.prompt(), run.f1()));
    return f1;
  }

  private static Table policies(RecordedMaterial material) {
    Table.Builder table =
        Table.builder(
            "Llama-3.1-8B: F1 in per cent under different rules about the four prompts",
            Column.text("Data set"),
            Column.text("Model"),
            Column.number("Fixed prompt").explained("The wording " + FIXED + ", named beforehand."),
            Column.number("Best of 4 (on test)")
                .explained("As the paper reports it: chosen on the very pairs that are scored."),
            Column.text("Best prompt"),
            Column.number("Mean of 4"),
            Column.number("Std. deviation").explained("Of the sample of four, in points."));
    for (String dataset : material.datasets()) {
      row(table, dataset, "zero-shot (published scores)", zeroShot(material, dataset));
      row(table, dataset, "fine-tuned (recorded answers)", fineTuned(material, dataset));
    }
    return table.build();
  }

  private static void row(
      Table.Builder table, String dataset, String model, Map<String, Double> f1) {
    if (f1.isEmpty()) {
      return;
    }
    Summary summary = Summary.of(f1.values().stream().mapToDouble(Double::doubleValue).toArray());
    String best =
        f1.entrySet().stream()
            .max(Comparator.comparingDouble(Map.Entry::getValue))
            .map(Map.Entry::getKey)
            .orElseThrow();
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text(PublishedScores.title(dataset)));
    cells.add(Cell.text(model));
    cells.add(Percentages.cell(f1.getOrDefault(FIXED, Double.NaN)));
    cells.add(Percentages.cell(summary.max()));
    cells.add(Cell.text(best));
    cells.add(Percentages.cell(summary.mean()));
    cells.add(Cell.number(100 * summary.standardDeviation().orElse(Double.NaN), 2));
    table.row(cells);
  }

  private static Table spread(RecordedMaterial material) {
    Table.Builder table =
        Table.builder(
            "Published standard deviations of F1 over the four prompts, in points",
            Column.text("Model"),
            Column.text("Training"),
            Column.number("Std. deviation"));
    for (PublishedScores.Deviation deviation : material.table().deviations()) {
      table.row(
          Cell.text(deviation.model()),
          Cell.text(deviation.training()),
          Cell.number(deviation.points(), 1));
    }
    return table.build();
  }

  private static Table unparsed(RecordedMaterial material) {
    Table.Builder table =
        Table.builder(
            "Answers without a label, by prompt: before and after fine-tuning",
            Column.text("Data set"),
            Column.text("Prompt"),
            Column.number("Pairs"),
            Column.number("Zero-shot, unparsed"),
            Column.number("Zero-shot F1, %"),
            Column.number("Fine-tuned, unparsed"),
            Column.number("Fine-tuned F1, %"));
    for (RecordedRun run : material.runs()) {
      PublishedRun before =
          material.zeroShot(run.dataset()).stream()
              .filter(zero -> zero.prompt().equals(run.prompt()))
              .findFirst()
              .orElse(null);
      table.row(
          Cell.text(PublishedScores.title(run.dataset())),
          Cell.text(run.prompt()),
          Cell.count(run.byPaperRule().size()),
          before == null ? Cell.empty() : Cell.count(before.unparsed()),
          before == null ? Cell.empty() : Percentages.cell(before.f1()),
          Cell.count(run.byPaperRule().counts().undecided()),
          Percentages.cell(run.byPaperRule().counts().f1()));
    }
    return table.build();
  }
}
