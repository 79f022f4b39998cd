package io.github.em4j.examples.study;

import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.Score;
import io.github.em4j.evaluation.cascade.CascadeCurve;
import io.github.em4j.evaluation.cascade.CascadeResult;
import io.github.em4j.evaluation.cascade.CascadeThresholds;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.report.Axis;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.LineChart;
import io.github.em4j.report.Note;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A cheap matcher for the clear pairs and a dear one for the others. */
final class CascadeSection {

  private CascadeSection() {}

  /** Empty where the two matchers have no answers on the same validation and test pairs. */
  static Optional<Section> of(Findings findings, Cascade cascade) {
    Section.Builder section =
        Section.builder(
            "cascade",
            "Cascade: "
                + cascade.cheap()
                + " for the clear pairs, "
                + cascade.dear()
                + " for others");
    section.paragraph(
        "From an upper threshold on the cheap matcher's match stands, below a lower one its non-match; the band between is"
            + " passed on to the dear one. Both thresholds were chosen on the validation pairs of the same data set, for "
            + cascade.wanted()
            + ". The curve holds the thresholds that are best for each share on validation pairs, and shows what"
            + " they reach on test pairs: it need not rise.");
    Table.Builder table = table();
    List<LineChart> charts = new ArrayList<>();
    List<Note> notes = new ArrayList<>();
    for (String dataset : findings.datasets()) {
      LineChart.Builder chart =
          LineChart.builder(
              "F1 on " + dataset + " against the share of pairs passed on",
              Axis.of("Passed on, in %").from(0, 100),
              Axis.of("F1 in %"));
      boolean any = false;
      for (Sides sides : sides(findings, cascade, dataset)) {
        CascadeCurve curve = CascadeCurve.chosenOn(sides.cheapValidation(), sides.dearValidation());
        chart.series(
            "trained on " + sides.name(),
            curve.applyTo(sides.cheapTest(), sides.dearTest()).stream()
                .map(point -> LineChart.Point.of(100 * point.share(), 100 * point.counts().f1()))
                .toList());
        any = true;
        Optional<CascadeThresholds> chosen =
            CascadeThresholds.chooseOn(
                sides.cheapValidation(), sides.dearValidation(), cascade.target());
        if (chosen.isEmpty()) {
          notes.add(
              Note.plain(
                  "On the validation pairs of %s no thresholds reach %s (%s)."
                      .formatted(dataset, cascade.wanted(), sides.name())));
        } else {
          table.row(
              row(
                  findings,
                  dataset,
                  sides,
                  chosen.get(),
                  chosen.get().applyTo(sides.cheapTest(), sides.dearTest())));
        }
      }
      if (any) {
        charts.add(chart.markers().build());
      }
    }
    if (charts.isEmpty()) {
      return Optional.empty();
    }
    section.add(table.build());
    notes.forEach(section::add);
    charts.forEach(section::add);
    return Optional.of(section.build());
  }

  private static Table.Builder table() {
    return Table.builder(
        "The cascade on the test pairs, scores in per cent",
        Column.text("Test set"),
        Column.text("Trained on"),
        Column.text("Clear non-match below"),
        Column.text("Clear match from"),
        Column.number("Passed on, %"),
        Column.number("F1 of the cascade"),
        Column.number("Precision"),
        Column.number("Recall"),
        Column.number("F1, cheap alone"),
        Column.number("F1, dear alone"));
  }

  private static List<Cell> row(
      Findings findings,
      String dataset,
      Sides sides,
      CascadeThresholds thresholds,
      CascadeResult result) {
    return List.of(
        Cell.text(dataset),
        Cell.text(sides.name()),
        Cell.text(threshold(thresholds.lower())),
        Cell.text(thresholds.upper() > 1 ? "never" : threshold(thresholds.upper())),
        Cell.number(100 * result.share(), 1),
        Percentages.cell(findings.pairs().interval(result.predictions(), Score.F1)),
        Percentages.cell(result.counts().precision()),
        Percentages.cell(result.counts().recall()),
        Percentages.cell(sides.cheapTest().counts().f1()),
        Percentages.cell(sides.dearTest().counts().f1()));
  }

  private static String threshold(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** What the two learned from; said of each where it is not the same. */
  private static String name(Arm cheap, Arm dear) {
    String cheapSource = cheap.source().orElse("nothing");
    String dearSource = dear.source().orElse("nothing");
    return cheapSource.equals(dearSource)
        ? dearSource
        : cheapSource + " (cheap), " + dearSource + " (dear)";
  }

  /** The answers of both matchers on the same pairs. */
  private record Sides(
      String name,
      Predictions cheapValidation,
      Predictions dearValidation,
      Predictions cheapTest,
      Predictions dearTest) {}

  /** Both matchers trained on the same source, or one of them as it is. */
  private static List<Sides> sides(Findings findings, Cascade cascade, String dataset) {
    List<Sides> found = new ArrayList<>();
    for (Arm cheap : arms(findings, cascade.cheap())) {
      for (Arm dear : arms(findings, cascade.dear())) {
        boolean together =
            cheap.source().equals(dear.source())
                || cheap.source().isEmpty()
                || (dear.source().isEmpty() && arms(findings, cascade.dear()).size() == 1);
        if (together) {
          sides(findings, cheap, dear, dataset).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static List<Arm> arms(Findings findings, String matcher) {
    return findings.arms().stream().filter(arm -> arm.matcher().equals(matcher)).toList();
  }

  private static Optional<Sides> sides(Findings findings, Arm cheap, Arm dear, String dataset) {
    Optional<Predictions> cheapValidation = findings.validationPredictions(cheap, dataset);
    Optional<Predictions> dearValidation = findings.validationPredictions(dear, dataset);
    Optional<Predictions> cheapTest = findings.testPredictions(cheap, dataset);
    Optional<Predictions> dearTest = findings.testPredictions(dear, dataset);
    if (cheapValidation.isEmpty()
        || dearValidation.isEmpty()
        || cheapTest.isEmpty()
        || dearTest.isEmpty()
        || cheapValidation.get().counts().matches().total() == 0
        || cheapValidation.get().scored().size() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Sides(
            name(cheap, dear),
            cheapValidation.get(),
            dearValidation.get(),
            cheapTest.get(),
            dearTest.get()));
  }
}
