package io.github.em4j.examples.study;

import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.PromptScore;
import io.github.em4j.report.Axis;
import io.github.em4j.report.BarChart;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.Estimate;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** F1 of every matcher on every data set: what one looks at first. */
final class SummarySection {

  private SummarySection() {}

  static Section of(Findings findings) {
    return Section.builder("summary", "F1 at a glance")
        .paragraph(
            "F1 on the test pairs in per cent, with 95 % intervals of a bootstrap over the pairs. Where intervals overlap"
                + " much, do not read an order into the figures. Scores that count: "
                + labels(findings)
                + ".")
        .add(table(findings))
        .add(chart(findings))
        .build();
  }

  /** How the scores are to be called. */
  private static String labels(Findings findings) {
    Set<String> labels = new LinkedHashSet<>();
    for (Arm arm : findings.arms()) {
      for (String dataset : findings.datasets()) {
        findings
            .score(arm, dataset)
            .filter(score -> !score.chosen().isEmpty())
            .ifPresent(score -> labels.add(score.label() + " for " + arm.matcher()));
      }
    }
    return labels.isEmpty() ? "no matcher here is asked in words" : String.join("; ", labels);
  }

  private static Table table(Findings findings) {
    List<Column> columns =
        new ArrayList<>(List.of(Column.text("Matcher"), Column.text("Trained on")));
    findings.datasets().forEach(dataset -> columns.add(Column.number(dataset)));
    Table.Builder table = Table.builder("F1 by matcher and test set, in per cent", columns);
    for (Arm arm : findings.arms()) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.text(arm.matcher()));
      row.add(Cell.text(arm.source().orElse("– (as it is)")));
      for (String dataset : findings.datasets()) {
        row.add(cell(findings, arm, dataset));
      }
      table.row(row);
    }
    return table.build();
  }

  private static Cell cell(Findings findings, Arm arm, String dataset) {
    Optional<PromptScore> score = findings.score(arm, dataset);
    if (score.isEmpty()) {
      return Cell.number(Double.NaN, 2);
    }
    List<Double> ranked =
        findings.arms().stream()
            .flatMap(other -> findings.score(other, dataset).stream())
            .map(other -> other.f1().value())
            .distinct()
            .sorted(Comparator.reverseOrder())
            .toList();
    int rank = ranked.indexOf(score.get().f1().value());
    Cell cell = Percentages.cell(score.get().f1());
    return switch (rank) {
      case 0 -> cell.best();
      case 1 -> cell.with(Cell.Emphasis.SECOND);
      default -> cell;
    };
  }

  private static BarChart chart(Findings findings) {
    BarChart.Builder chart =
        BarChart.builder(
            "F1 on the test sets, with 95 % intervals",
            Axis.of("F1 in %").from(0, 100), findings.datasets());
    for (Arm arm : findings.arms()) {
      chart.series(
          findings.name(arm),
          findings.datasets().stream()
              .map(
                  dataset ->
                      findings
                          .score(arm, dataset)
                          .map(score -> Percentages.estimate(score.f1()))
                          .orElse(Estimate.MISSING))
              .toList());
    }
    return chart.build();
  }
}
