package io.github.em4j.examples.study;

import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.robustness.Perturbation;
import io.github.em4j.evaluation.robustness.RobustnessResult;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.Note;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How matchers stand changes of the pairs that leave the label as it is. */
final class RobustnessSection {

  private RobustnessSection() {}

  /** Empty where nothing was run on changed pairs. */
  static Optional<Section> of(Findings findings, List<Perturbation> perturbations) {
    Section.Builder section = Section.builder("robustness", "Robustness");
    section.paragraph(
        "Changes that should change no decision. Swapped sides should flip nothing at all. An injection hides an instruction to"
            + " answer wrongly in a value; compare it with the remark, which adds as many words that say nothing.");
    int shown = 0;
    for (String dataset : findings.datasets()) {
      Table.Builder table = table(dataset);
      int before = shown;
      for (Arm arm : findings.arms()) {
        Optional<Predictions> plain = findings.testPredictions(arm, dataset);
        for (Perturbation perturbation : perturbations) {
          Optional<Predictions> changed =
              findings.variantPredictions(arm, dataset, perturbation.name());
          if (plain.isPresent() && changed.isPresent()) {
            table.row(
                row(
                    findings.name(arm),
                    RobustnessResult.of(
                        perturbation, plain.get(), changed.get(), findings.pairs())));
            shown++;
          }
        }
      }
      if (shown > before) {
        section.add(table.build());
      }
    }
    if (shown == 0) {
      return Optional.empty();
    }
    section.add(
        Note.plain(
            "What the changes are: "
                + String.join(
                    "; ",
                    perturbations.stream()
                        .map(p -> p.name() + ": " + p.description())
                        .toList())
                + "."));
    return Optional.of(section.build());
  }

  private static Table.Builder table(String dataset) {
    return Table.builder(
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
        Column.number("To right"));
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
        Cell.count(result.flips().toRight()));
  }
}
