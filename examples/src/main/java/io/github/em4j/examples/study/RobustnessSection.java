package io.github.em4j.examples.study;

import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.robustness.Perturbation;
import io.github.em4j.evaluation.robustness.RobustnessResult;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.HeatMap;
import io.github.em4j.report.Note;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** How matchers stand changes of the pairs that leave the label as it is. */
final class RobustnessSection {

  private RobustnessSection() {}

  /**
   * Empty where nothing was run on changed pairs.
   *
   * @param perturbations by data set, what was done to its test pairs
   */
  static Optional<Section> of(Findings findings, Map<String, List<Perturbation>> perturbations) {
    Section.Builder section = Section.builder("robustness", "Robustness");
    section.paragraph(
        "Changes that should change no decision. Swapped sides should flip nothing at all. An injection hides an instruction to"
            + " answer wrongly in a value; compare it with the remark, which adds as many words that say nothing.");
    int shown = 0;
    for (String dataset : findings.datasets()) {
      Map<String, List<RobustnessResult>> results =
          results(findings, dataset, perturbations.getOrDefault(dataset, List.of()));
      if (!results.isEmpty()) {
        section.add(map(dataset, results));
        section.add(table(dataset, results));
        shown++;
      }
    }
    if (shown == 0) {
      return Optional.empty();
    }
    section.add(
        Note.plain(
            "A matcher cannot be hurt by changes of attributes that it does not read: language models here read titles of"
                + " products only, unless the provenance says otherwise."));
    section.add(
        Note.plain(
            "What the changes are: " + String.join("; ", descriptions(perturbations)) + "."));
    return Optional.of(section.build());
  }

  /** What each change is, with the data sets where it is not the same on all. */
  private static List<String> descriptions(Map<String, List<Perturbation>> perturbations) {
    Map<String, List<String>> datasets = new TreeMap<>();
    perturbations.forEach(
        (dataset, changes) ->
            changes.forEach(
                change ->
                    datasets
                        .computeIfAbsent(
                            change.name() + ": " + change.description(), what -> new ArrayList<>())
                        .add(dataset)));
    return datasets.entrySet().stream()
        .map(
            what ->
                what.getValue().size() == perturbations.size()
                    ? what.getKey()
                    : what.getKey() + " (on " + String.join(", ", what.getValue()) + ")")
        .toList();
  }

  /** The results of every matcher that was run on changed pairs, by its name. */
  private static Map<String, List<RobustnessResult>> results(
      Findings findings, String dataset, List<Perturbation> perturbations) {
    Map<String, List<RobustnessResult>> results = new LinkedHashMap<>();
    for (Arm arm : findings.arms()) {
      Optional<Predictions> plain = findings.testPredictions(arm, dataset);
      for (Perturbation perturbation : perturbations) {
        Optional<Predictions> changed =
            findings.variantPredictions(arm, dataset, perturbation.name());
        if (plain.isPresent() && changed.isPresent()) {
          results
              .computeIfAbsent(findings.name(arm), name -> new ArrayList<>())
              .add(RobustnessResult.of(perturbation, plain.get(), changed.get(), findings.pairs()));
        }
      }
    }
    return results;
  }

  private static HeatMap map(String dataset, Map<String, List<RobustnessResult>> results) {
    List<String> changes =
        results.values().stream()
            .flatMap(List::stream)
            .map(RobustnessResult::perturbation)
            .distinct()
            .toList();
    double[][] deltas =
        results.values().stream()
            .map(row -> changes.stream().mapToDouble(change -> delta(row, change)).toArray())
            .toArray(double[][]::new);
    return HeatMap.builder("What changes of the pairs do to F1 on " + dataset, "Δ F1 in points")
        .rows("Matcher", List.copyOf(results.keySet()))
        .columns("Change", changes)
        .colours(HeatMap.Colours.divergingAround(0))
        .values(deltas)
        .build();
  }

  private static double delta(List<RobustnessResult> results, String change) {
    return results.stream()
        .filter(result -> result.perturbation().equals(change))
        .mapToDouble(result -> 100 * result.difference().difference().estimate())
        .findFirst()
        .orElse(Double.NaN);
  }

  private static Table table(String dataset, Map<String, List<RobustnessResult>> results) {
    Table.Builder table =
        Table.builder(
            "F1 on changed test pairs of " + dataset + ", in per cent, and decisions that flipped",
            Column.text("Matcher"),
            Column.text("Change"),
            Column.number("Changed pairs"),
            Column.number("F1"),
            Column.number("Δ F1")
                .explained("Against the pairs as they are, by a paired bootstrap, in points."),
            Column.number("Flips").explained("Pairs that are decided the other way than before."),
            Column.number("Flip rate, %"),
            Column.number("To wrong").explained("Right before the change and wrong after it."),
            Column.number("To right"),
            Column.number("Lost")
                .explained(
                    "Decided before and no more, as where a model lacks the title that it reads."));
    results.forEach((name, all) -> all.forEach(result -> table.row(row(name, result))));
    return table.build();
  }

  private static List<Cell> row(String name, RobustnessResult result) {
    OptionalDouble rate = result.flips().rate().value();
    return List.of(
        Cell.text(name),
        Cell.text(result.perturbation()),
        Cell.count(result.changedPairs()),
        Percentages.cell(result.f1()),
        Percentages.difference(result.difference().difference()),
        Cell.count(result.flips().flipped()),
        Cell.number(100 * rate.orElse(Double.NaN), 1),
        Cell.count(result.flips().toWrong()),
        Cell.count(result.flips().toRight()),
        Cell.count(result.flips().lost()));
  }
}
