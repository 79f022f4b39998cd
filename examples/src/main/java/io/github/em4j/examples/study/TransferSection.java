package io.github.em4j.examples.study;

import io.github.em4j.evaluation.study.Estimate;
import io.github.em4j.evaluation.study.Generalisation;
import io.github.em4j.evaluation.study.TransferCell;
import io.github.em4j.evaluation.study.TransferGain;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.HeatMap;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Training data against test data: the matrix, what it changes against zero-shot, and the gains.
 */
final class TransferSection {
  private static final int DIGITS = 2;

  private TransferSection() {}

  /**
   * Adds the heat maps and the gains of one matcher.
   *
   * @param matcher how captions call it
   * @param title how data sets are called
   */
  static void add(
      Section.Builder section,
      String matcher,
      Generalisation transfer,
      UnaryOperator<String> title) {
    section.add(
        map(
            matcher + ": F1 by training data (row) and test data (column)",
            "F1 in %",
            transfer,
            title,
            cell -> Optional.of(cell.f1()),
            HeatMap.Colours.SEQUENTIAL));
    if (transfer.targets().stream().anyMatch(target -> transfer.zeroShot(target).isPresent())) {
      section.add(
          map(
              matcher + ": points of F1 that training adds to zero-shot",
              "Δ F1 in points",
              transfer,
              title,
              TransferCell::deltaToZeroShot,
              HeatMap.Colours.divergingAround(0)));
      section.add(gains(matcher, transfer, title));
    }
  }

  private static HeatMap map(
      String caption,
      String values,
      Generalisation transfer,
      UnaryOperator<String> title,
      Function<TransferCell, Optional<Estimate>> figure,
      HeatMap.Colours colours) {
    List<String> sources = transfer.sources();
    List<String> targets = transfer.targets();
    double[][] numbers = new double[sources.size()][targets.size()];
    HeatMap.Builder map =
        HeatMap.builder(caption, values)
            .rows("Trained on", sources.stream().map(title).toList())
            .columns("Tested on", targets.stream().map(title).toList())
            .colours(colours)
            .digits(1);
    for (int row = 0; row < sources.size(); row++) {
      for (int column = 0; column < targets.size(); column++) {
        String target = targets.get(column);
        numbers[row][column] =
            transfer
                .cell(sources.get(row), target)
                .flatMap(figure)
                .map(found -> 100 * found.value())
                .orElse(Double.NaN);
        if (transfer.specialist(target).equals(Optional.of(sources.get(row)))) {
          map.outline(row, column);
        }
      }
    }
    return map.values(numbers).build();
  }

  /** The transfer gains. */
  static Table gains(String matcher, Generalisation transfer, UnaryOperator<String> title) {
    Table.Builder table =
        Table.builder(
            matcher + ": transfer gain, in per cent of what training on the target itself brings",
            Column.text("Trained on"),
            Column.text("Tested on"),
            Column.number("Transferred")
                .explained("Mean points of F1 over zero-shot on these test sets."),
            Column.number("Attainable")
                .explained(
                    "The same for the matchers that were trained on each test set's own data."),
            Column.number("Gain, %")
                .explained("Transferred by attainable; 100 is as good as own data."),
            Column.text("Remark"));
    for (String source : transfer.sources()) {
      for (TransferGain.Scope scope : TransferGain.Scope.values()) {
        TransferGain gain = transfer.gain(source, scope);
        if (!gain.targets().isEmpty()) {
          table.row(
              Cell.text(title.apply(source)),
              Cell.text(
                  (scope == TransferGain.Scope.IN_DOMAIN ? "in-domain: " : "cross-domain: ")
                      + String.join(", ", gain.targets().stream().map(title).toList())),
              difference(gain.transferred()),
              difference(gain.attainable()),
              gain.gain()
                  .map(found -> Cell.score(Percentages.estimate(found), DIGITS))
                  .orElse(Cell.number(Double.NaN, DIGITS)),
              Cell.text(gain.remark().orElse("")));
        }
      }
    }
    return table.build();
  }

  private static Cell difference(Optional<Estimate> figure) {
    return figure.map(Percentages::difference).orElse(Cell.number(Double.NaN, DIGITS));
  }
}
