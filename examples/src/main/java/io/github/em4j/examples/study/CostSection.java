package io.github.em4j.examples.study;

import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.CostMeasure;
import io.github.em4j.evaluation.study.CostPoint;
import io.github.em4j.evaluation.study.CostSheet;
import io.github.em4j.evaluation.study.PriceList;
import io.github.em4j.report.Axis;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.Note;
import io.github.em4j.report.ScatterChart;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What answers cost, and which matchers are worth it. */
final class CostSection {

  private CostSection() {}

  /** Empty where no matcher has answers on all data sets. */
  static Optional<Section> of(Findings findings, Optional<PriceList> prices) {
    CostSheet sheet =
        CostSheet.of(
            findings.results(), findings.datasets(), arm -> findings.policy(arm.matcher()), prices);
    if (sheet.points().isEmpty()) {
      return Optional.empty();
    }
    Section.Builder section = Section.builder("cost", "Cost");
    section.paragraph(
        "What the answers of each matcher cost: the mean over the test sets. Training is not counted. Times are those of this"
            + " machine, beside whatever else ran on it.");
    section.add(table(findings, sheet));
    leftOut(findings, sheet).ifPresent(section::add);
    section.add(chart(findings, sheet, CostMeasure.SECONDS, "Seconds for 1,000 pairs"));
    if (sheet.points().stream().anyMatch(point -> point.pricePerThousandPairs().isPresent())) {
      section.add(
          chart(
              findings,
              sheet,
              CostMeasure.PRICE,
              "Price of 1,000 pairs" + sheet.currency().map(c -> ", " + c).orElse("")));
    } else {
      section.add(Note.plain("No prices were given; 'prices' in the settings names them."));
    }
    return Optional.of(section.build());
  }

  /** The matchers that a mean over all test sets would be unfair to or against. */
  private static Optional<Note> leftOut(Findings findings, CostSheet sheet) {
    List<Arm> compared = sheet.points().stream().map(CostPoint::arm).toList();
    List<String> others =
        findings.arms().stream()
            .filter(arm -> !compared.contains(arm))
            .map(findings::name)
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Note.plain(
                "Not compared, as a result on some test set is missing: "
                    + String.join("; ", others)
                    + "."));
  }

  private static Table table(Findings findings, CostSheet sheet) {
    List<Arm> fast = sheet.frontier(CostMeasure.SECONDS).stream().map(CostPoint::arm).toList();
    Table.Builder table =
        Table.builder(
            "F1 and cost for 1,000 pairs",
            Column.text("Matcher"),
            Column.number("Mean F1, %"),
            Column.number("Seconds"),
            Column.number("Tokens read"),
            Column.number("Tokens written"),
            Column.number("Price" + sheet.currency().map(c -> ", " + c).orElse("")),
            Column.text("On the frontier")
                .explained("No other matcher is as good in less time, or better in as little."));
    for (CostPoint point : sheet.points()) {
      table.row(
          Cell.text(findings.name(point.arm())),
          Percentages.cell(point.f1()),
          Cell.number(point.secondsPerThousandPairs(), 2),
          Cell.number(point.promptTokensPerThousandPairs(), 0),
          Cell.number(point.completionTokensPerThousandPairs(), 0),
          point.pricePerThousandPairs().isPresent()
              ? Cell.number(point.pricePerThousandPairs().getAsDouble(), 4)
              : Cell.empty(),
          Cell.text(fast.contains(point.arm()) ? "yes" : ""));
    }
    return table.build();
  }

  private static ScatterChart chart(
      Findings findings, CostSheet sheet, CostMeasure measure, String title) {
    List<Arm> frontier = sheet.frontier(measure).stream().map(CostPoint::arm).toList();
    boolean positive =
        sheet.points().stream()
            .map(point -> point.cost(measure))
            .allMatch(cost -> cost.isEmpty() || cost.getAsDouble() > 0);
    ScatterChart.Builder chart =
        ScatterChart.builder(
            "Mean F1 against "
                + title.substring(0, 1).toLowerCase(Locale.ROOT)
                + title.substring(1),
            positive ? Axis.logarithmic(title) : Axis.of(title),
            Axis.of("Mean F1 in %"));
    for (CostPoint point : sheet.points()) {
      OptionalDouble cost = point.cost(measure);
      if (cost.isPresent()) {
        chart.point(
            findings.name(point.arm()),
            point.arm().matcher(),
            cost.getAsDouble(),
            Percentages.estimate(point.f1()),
            frontier.contains(point.arm()));
      }
    }
    return chart.build();
  }
}
