package io.github.em4j.examples.study;

import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.Score;
import io.github.em4j.evaluation.slices.SliceReport;
import io.github.em4j.evaluation.slices.SliceScores;
import io.github.em4j.evaluation.slices.SlicedScores;
import io.github.em4j.evaluation.slices.Slicing;
import io.github.em4j.evaluation.slices.Slicings;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.TrainingSource;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.Note;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a matcher is weak that looks strong on the whole. */
final class SlicesSection {
  private static final String UNSEEN = "unseen-entities";
  private static final String CATEGORY = "category";
  private static final String ATTRIBUTE = "attribute:";

  private SlicesSection() {}

  /** Empty where no slices are wanted. */
  static Optional<Section> of(
      Findings findings, List<String> slices, List<TrainingSource> sources) {
    if (slices.isEmpty()) {
      return Optional.empty();
    }
    Section.Builder section = Section.builder("slices", "Slices");
    section.paragraph(
        "F1 on parts of the test pairs, cut by what the pairs are and never by the answers. Parts without a match have no F1 and"
            + " are left out. Many parts are many chances to see a difference that is none: look at the intervals.");
    List<Slicing> common =
        slices.stream()
            .filter(name -> !name.equals(UNSEEN))
            .map(name -> Slicings.named(spelledOut(name), Optional.empty()))
            .toList();
    for (String dataset : findings.datasets()) {
      common(findings, dataset, common).ifPresent(section::add);
    }
    if (slices.contains(UNSEEN)) {
      unseen(findings, sources).ifPresent(section::add);
    }
    section.add(
        Note.plain(
            "A slice of corner cases holds all matches beside the non-matches that it names, so that there is an F1."));
    return Optional.of(section.build());
  }

  /** A category is an attribute like others; it needs no name of its own but in settings. */
  private static String spelledOut(String name) {
    return name.equals(CATEGORY) ? ATTRIBUTE + CATEGORY : name;
  }

  private static Optional<Table> common(Findings findings, String dataset, List<Slicing> slicings) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.text("Cut by"),
                Column.text("Slice"),
                Column.number("Pairs"),
                Column.number("Matches")));
    List<SliceReport> reports = new ArrayList<>();
    for (Arm arm : findings.arms()) {
      Optional<Predictions> predictions = findings.testPredictions(arm, dataset);
      if (predictions.isPresent()) {
        columns.add(Column.number(findings.name(arm)));
        reports.add(SliceReport.of(predictions.get(), slicings, findings.pairs()));
      }
    }
    if (reports.isEmpty()) {
      return Optional.empty();
    }
    Table.Builder table = Table.builder("F1 on slices of " + dataset + ", in per cent", columns);
    for (int i = 0; i < slicings.size(); i++) {
      SlicedScores first = reports.get(0).slicings().get(i);
      // One slice that holds all pairs says nothing new, as where no record has the attribute.
      if (first.slices().stream().filter(slice -> slice.pairs() > 0).count() > 1) {
        for (int j = 0; j < first.slices().size(); j++) {
          add(table, reports, i, j);
        }
      }
    }
    return Optional.of(table.build());
  }

  private static void add(Table.Builder table, List<SliceReport> reports, int i, int j) {
    SlicedScores slicing = reports.get(0).slicings().get(i);
    SliceScores slice = slicing.slices().get(j);
    if (slice.counts().matches().total() == 0) {
      return;
    }
    List<Cell> row = new ArrayList<>();
    row.add(Cell.text(heading(slicing.slicing())));
    row.add(Cell.text(slice.slice()));
    row.add(Cell.count(slice.pairs()));
    row.add(Cell.count(slice.counts().matches().total()));
    for (SliceReport report : reports) {
      row.add(f1(report.slicings().get(i).slices().get(j)));
    }
    table.row(row);
  }

  private static Cell f1(SliceScores slice) {
    return slice.interval(Score.F1).map(Percentages::cell).orElse(Cell.empty());
  }

  /** How a person calls what is cut by. */
  private static String heading(String slicing) {
    if (slicing.startsWith(ATTRIBUTE)) {
      String rest = slicing.substring(ATTRIBUTE.length());
      return rest.contains(":") ? rest.substring(0, rest.indexOf(':')) : rest;
    }
    return slicing.replaceFirst(":.*", "").replace('-', ' ');
  }

  private static Optional<Table> unseen(Findings findings, List<TrainingSource> sources) {
    Table.Builder table =
        Table.builder(
            "F1 by how many sides describe an entity that training has described, in per cent",
            Column.text("Test set"),
            Column.text("Matcher"),
            Column.text("Slice"),
            Column.number("Pairs"),
            Column.number("Matches"),
            Column.number("F1"));
    int rows = 0;
    for (String dataset : findings.datasets()) {
      for (Arm arm : findings.arms()) {
        Optional<DatasetSplit> training = training(arm, sources);
        Optional<Predictions> predictions = findings.testPredictions(arm, dataset);
        if (training.isPresent() && predictions.isPresent()) {
          List<Slicing> cut = List.of(Slicings.unseenEntities(training.get()));
          for (SliceScores slice :
              SliceReport.of(predictions.get(), cut, findings.pairs()).slicings().get(0).slices()) {
            if (slice.counts().matches().total() > 0 && slice.pairs() < predictions.get().size()) {
              table.row(
                  Cell.text(dataset),
                  Cell.text(findings.name(arm)),
                  Cell.text(slice.slice()),
                  Cell.count(slice.pairs()),
                  Cell.count(slice.counts().matches().total()),
                  f1(slice));
              rows++;
            }
          }
        }
      }
    }
    return rows == 0 ? Optional.empty() : Optional.of(table.build());
  }

  private static Optional<DatasetSplit> training(Arm arm, List<TrainingSource> sources) {
    return sources.stream()
        .filter(source -> arm.source().equals(Optional.of(source.name())))
        .findFirst()
        .map(TrainingSource::train);
  }
}
