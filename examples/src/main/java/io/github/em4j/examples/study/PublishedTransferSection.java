package io.github.em4j.examples.study;

import io.github.em4j.evaluation.study.Generalisation;
import io.github.em4j.evaluation.study.TransferGain;
import io.github.em4j.evaluation.study.TransferTable;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.Note;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The matrix of the paper and the transfer gains that follow from it. */
final class PublishedTransferSection {
  private static final String LABEL = "published, best of 4 (on test)";

  private PublishedTransferSection() {}

  /** The transfer of a model that was fine-tuned on labels alone, one source per data set. */
  static Generalisation labelsOnly(PublishedScores scores, String model) {
    return Generalisation.of(
        table(scores, model, scores.rows(model, PublishedScores.LABELS_ONLY)), Map.of());
  }

  /** The transfer of all the ways in which the paper trained a model. */
  private static Generalisation allTrainings(PublishedScores scores, String model) {
    List<PublishedScores.Row> rows =
        scores.rows().stream()
            .filter(row -> row.model().equals(model) && row.trainedOn().isPresent())
            .toList();
    Map<String, String> specialists = new HashMap<>();
    scores.datasets().forEach(dataset -> specialists.put(dataset, dataset));
    return Generalisation.of(table(scores, model, rows), specialists);
  }

  private static TransferTable table(
      PublishedScores scores, String model, List<PublishedScores.Row> rows) {
    TransferTable.Builder table = TransferTable.builder(LABEL);
    PublishedScores.Row zeroShot = scores.zeroShot(model);
    for (String dataset : scores.datasets()) {
      table.target(dataset, PublishedScores.domain(dataset));
      table.zeroShot(dataset, zeroShot.on(dataset));
    }
    for (PublishedScores.Row row : rows) {
      Optional<String> trainedOn = row.trainedOn().filter(scores.datasets()::contains);
      if (trainedOn.isEmpty()) {
        continue;
      }
      String source = sourceName(row, trainedOn.get());
      table.source(source, trainedOn.get());
      scores.datasets().forEach(dataset -> table.f1(source, dataset, row.on(dataset)));
    }
    addOwn(table, scores, model);
    return table.build();
  }

  /** The row that trained on each test set's own data gives one cell of a source each. */
  private static void addOwn(TransferTable.Builder table, PublishedScores scores, String model) {
    for (PublishedScores.Row row : scores.rows(model, PublishedScores.LABELS_ONLY)) {
      if (row.trainedOn().filter(scores.datasets()::contains).isPresent()) {
        continue;
      }
      for (String dataset : scores.datasets()) {
        if (!hasOwn(scores, model, dataset)) {
          table.source(dataset, dataset);
          table.f1(dataset, dataset, row.on(dataset));
        }
      }
    }
  }

  private static boolean hasOwn(PublishedScores scores, String model, String dataset) {
    return scores.rows(model, PublishedScores.LABELS_ONLY).stream()
        .anyMatch(row -> row.trainedOn().equals(Optional.of(dataset)));
  }

  private static String sourceName(PublishedScores.Row row, String trainedOn) {
    return row.training().equals(PublishedScores.LABELS_ONLY) ? trainedOn : row.training();
  }

  static Section of(PublishedScores scores) {
    Section.Builder section =
        Section.builder("generalisation", "Generalisation: the published matrix and its gains");
    section.paragraph(
        "How much of what training on a test set's own data brings does training on another data set bring too? The gain"
            + " is the mean of F1 over zero-shot on the other test sets of a domain, divided by the same mean of the models"
            + " that were trained on each test set's own data: 100 % is as good as having own training data. Frames mark"
            + " the models that were trained on the data set's own pairs.");
    Generalisation llama = labelsOnly(scores, RecordedMaterial.MODEL);
    section.add(check(llama));
    TransferSection.add(section, RecordedMaterial.MODEL, llama, PublishedScores::title);
    section.paragraph(
        "The paper's other ways to make a training set start from the small training set of WDC Products: explanations,"
            + " other sizes, filters, generated pairs, selection by errors.");
    section.add(
        trainings(scores, RecordedMaterial.MODEL, allTrainings(scores, RecordedMaterial.MODEL)));
    section.add(trainings(scores, "gpt-4o-mini", allTrainings(scores, "gpt-4o-mini")));
    section.add(
        Note.plain(
            "For Llama-3.1-70B and gpt-4o no model was trained on the other test sets' own data, so there is no gain."));
    return section.build();
  }

  private static Note check(Generalisation llama) {
    String gain =
        llama
            .gain("abt-buy", TransferGain.Scope.IN_DOMAIN)
            .gain()
            .map(found -> Percentages.text(found.value()))
            .orElse("not defined");
    return Note.plain(
        "Check value: Llama-3.1-8B, trained on Abt-Buy, has an in-domain gain of "
            + gain
            + " % over Amazon-Google, Walmart-Amazon and WDC Products. The paper gives 101.95 %, from figures with more digits"
            + " than the two of its table.");
  }

  /** F1 and gains of every way in which a model was trained. */
  private static Table trainings(PublishedScores scores, String model, Generalisation transfer) {
    List<Column> columns =
        new ArrayList<>(List.of(Column.text("Training"), Column.text("Trained on")));
    scores
        .datasets()
        .forEach(dataset -> columns.add(Column.number(PublishedScores.title(dataset))));
    columns.add(Column.number("In-domain gain, %"));
    columns.add(Column.number("Cross-domain gain, %"));
    Table.Builder table =
        Table.builder(
            model + ": published F1 of every training, in per cent, and the gains that follow",
            columns);
    for (PublishedScores.Row row : scores.rows()) {
      if (row.model().equals(model)) {
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.text(row.training()));
        cells.add(Cell.text(trainedOn(row)));
        scores.datasets().forEach(dataset -> cells.add(Percentages.cell(row.on(dataset))));
        for (TransferGain.Scope scope : TransferGain.Scope.values()) {
          cells.add(gain(scores, row, transfer, scope));
        }
        table.row(cells);
      }
    }
    return table.build();
  }

  private static String trainedOn(PublishedScores.Row row) {
    return row.trainedOn()
        .map(on -> on.equals("each") ? "each test set's own data" : PublishedScores.title(on))
        .orElse("nothing");
  }

  private static Cell gain(
      PublishedScores scores,
      PublishedScores.Row row,
      Generalisation transfer,
      TransferGain.Scope scope) {
    Optional<String> on = row.trainedOn().filter(scores.datasets()::contains);
    return on.map(source -> transfer.gain(sourceName(row, source), scope))
        .flatMap(TransferGain::gain)
        .map(Percentages::cell)
        .orElse(Cell.empty());
  }
}
