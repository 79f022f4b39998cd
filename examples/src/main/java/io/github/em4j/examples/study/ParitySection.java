package io.github.em4j.examples.study;

import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.Note;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.List;
import java.util.Locale;

/** Whether the published figures come out again. */
final class ParitySection {

  private ParitySection() {}

  static Section of(Parity parity) {
    Section.Builder section = Section.builder("parity", "Are the published scores right?");
    section.add(verdict(parity));
    section.paragraph(
        "The single answers of one of the paper's models were recorded: Llama 3.1 8B, fine-tuned on the small training set of"
            + " WDC Products, asked in four wordings. Accuracy, precision, recall, F1 and the number of unparsed answers are"
            + " computed from them again and compared with the published figures, all digits of them; the best F1 of the"
            + " four wordings is compared with the paper's table, to its two digits.");
    section.add(counts(parity));
    if (!parity.disagreeing().isEmpty()) {
      section.add(differences(parity));
    }
    return section.build();
  }

  private static Note verdict(Parity parity) {
    int all = parity.cells().size();
    int wrong = parity.disagreeing().size();
    if (all == 0) {
      return Note.caution(
          "Nothing was compared: the folder has no expected.csv with published scores.");
    }
    if (wrong > 0) {
      return Note.caution(
          String.format(
              Locale.ROOT,
              "%d of %d published figures come out differently; they are listed below.",
              wrong,
              all));
    }
    return Note.plain("Yes: all %d figures that can be computed again agree.".formatted(all));
  }

  private static Table counts(Parity parity) {
    Table.Builder table =
        Table.builder(
            "Published figures, computed again from the recorded answers",
            Column.text("Data set"),
            Column.number("Figures"),
            Column.number("Agree"),
            Column.number("Widest gap")
                .explained(
                    "The largest distance of a published and a computed figure; scores are fractions of one. The paper's"
                        + " table is rounded to 0.01 %."));
    for (String dataset : parity.cells().stream().map(Parity.Cell::dataset).distinct().toList()) {
      Parity one =
          new Parity(
              parity.cells().stream().filter(cell -> cell.dataset().equals(dataset)).toList());
      table.row(
          Cell.text(PublishedScores.title(dataset)),
          Cell.count(one.cells().size()),
          Cell.count(one.cells().size() - one.disagreeing().size()),
          Cell.number(one.widestGap().orElse(0), 6));
    }
    return table.build();
  }

  private static Table differences(Parity parity) {
    Table.Builder table =
        Table.builder(
            "Figures that come out differently",
            Column.text("Data set"),
            Column.text("Prompt"),
            Column.text("Figure"),
            Column.number("Published"),
            Column.number("Computed"));
    List<Parity.Cell> wrong = parity.disagreeing();
    for (Parity.Cell cell : wrong) {
      table.row(
          Cell.text(PublishedScores.title(cell.dataset())),
          Cell.text(cell.prompt()),
          Cell.text(cell.figure()),
          Cell.number(cell.published(), 6),
          Cell.number(cell.recomputed(), 6));
    }
    return table.build();
  }
}
