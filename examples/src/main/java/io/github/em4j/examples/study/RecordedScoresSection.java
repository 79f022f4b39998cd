package io.github.em4j.examples.study;

import io.github.em4j.LabeledPair;
import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Score;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;

/** The scores of every recorded prompt, with the intervals that the paper leaves out. */
final class RecordedScoresSection {
  private static final Bootstrap PAIRS = Bootstrap.DEFAULTS;

  /** Pairs that share a record are drawn together. */
  private static final Bootstrap ENTITIES =
      Bootstrap.builder().clusterBy(RecordedScoresSection::leftRecord).build();

  private RecordedScoresSection() {}

  private static String leftRecord(LabeledPair pair) {
    return pair.pair().left().id();
  }

  static Section of(RecordedMaterial material) {
    Section.Builder section = Section.builder("scores", "Scores of every prompt, with intervals");
    section.paragraph(
        "The recorded answers of Llama 3.1 8B, fine-tuned on the small training set of WDC Products, under two rules. By the"
            + " paper's rule an answer that contains “yes” is a match, else one that contains “no” a non-match; by the"
            + " strict rule the first word alone counts. The intervals, which the paper does not give, are bootstraps of"
            + " 95 %: over single pairs, and over left records with all their pairs, which do not vary independently of"
            + " each other.");
    return section.add(intervals(material)).add(rules(material)).build();
  }

  private static Table intervals(RecordedMaterial material) {
    Table.Builder table =
        Table.builder(
            "Recorded answers by the paper's rule, scores in per cent",
            Column.text("Data set"),
            Column.text("Prompt"),
            Column.number("Pairs"),
            Column.number("Precision"),
            Column.number("Recall"),
            Column.number("F1, over pairs")
                .explained("With the interval of a bootstrap over pairs."),
            Column.number("F1, over records")
                .explained(
                    "The same score with the interval of a bootstrap over left records and all their pairs."));
    for (RecordedRun run : material.runs()) {
      ConfusionCounts counts = run.byPaperRule().counts();
      table.row(
          Cell.text(PublishedScores.title(run.dataset())),
          Cell.text(run.prompt()),
          Cell.count(counts.total()),
          Percentages.cell(counts.precision()),
          Percentages.cell(counts.recall()),
          Percentages.cell(PAIRS.interval(run.byPaperRule(), Score.F1)),
          Percentages.cell(ENTITIES.interval(run.byPaperRule(), Score.F1)));
    }
    return table.build();
  }

  private static Table rules(RecordedMaterial material) {
    Table.Builder table =
        Table.builder(
            "The same answers by both rules, and as published; F1 in per cent",
            Column.text("Data set"),
            Column.text("Prompt"),
            Column.number("F1, paper's rule"),
            Column.number("F1, strict rule"),
            Column.number("Unparsed").explained("Answers that the paper's rule finds no label in."),
            Column.number("Unparsed, strict"),
            Column.number("F1, published"),
            Column.text("Agrees").explained("Whether all five published figures do."));
    for (RecordedRun run : material.runs()) {
      table.row(
          Cell.text(PublishedScores.title(run.dataset())),
          Cell.text(run.prompt()),
          Percentages.cell(run.byPaperRule().counts().f1()),
          Percentages.cell(run.byStrictRule().counts().f1()),
          Cell.count(run.byPaperRule().counts().undecided()),
          Cell.count(run.byStrictRule().counts().undecided()),
          run.published().map(published -> Percentages.cell(published.f1())).orElse(Cell.empty()),
          Cell.text(agreement(run)));
    }
    return table.build();
  }

  private static String agreement(RecordedRun run) {
    if (run.published().isEmpty()) {
      return "not published";
    }
    return Parity.of(run).disagreeing().isEmpty() ? "yes" : "no";
  }
}
