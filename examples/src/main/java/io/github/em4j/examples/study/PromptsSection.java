package io.github.em4j.examples.study;

import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.PromptPolicy;
import io.github.em4j.evaluation.study.PromptScore;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What the choice of the prompt is worth. */
final class PromptsSection {

  private PromptsSection() {}

  /** Empty where no matcher was asked in several wordings. */
  static Optional<Section> of(Findings findings, Optional<String> first) {
    if (!findings.hasSeveralPrompts()) {
      return Optional.empty();
    }
    Section.Builder section = Section.builder("prompts", "Prompts");
    section.paragraph(
        "The same matchers in several wordings of the question. The best on test is chosen on the very pairs that are scored:"
            + " it is there to compare with papers that report it, and too good to be expected elsewhere.");
    section.add(policies(findings, first));
    section.add(each(findings));
    return Optional.of(section.build());
  }

  private static Table policies(Findings findings, Optional<String> first) {
    Table.Builder table =
        Table.builder(
            "F1 in per cent under different rules about the prompts",
            Column.text("Test set"),
            Column.text("Matcher"),
            Column.number(first.map(name -> "Fixed: " + name).orElse("Fixed")),
            Column.number("Chosen on validation"),
            Column.text("Chosen"),
            Column.number("Best on test").explained("Chosen on the pairs that are scored."),
            Column.number("Mean"),
            Column.number("Std. deviation").explained("Over the prompts, in points."));
    for (String dataset : findings.datasets()) {
      for (Arm arm : findings.arms()) {
        Optional<PromptScore> mean = score(findings, arm, dataset, PromptPolicy.meanOverPrompts());
        if (mean.isPresent() && mean.get().prompts().size() > 1) {
          Optional<PromptScore> chosen =
              score(findings, arm, dataset, PromptPolicy.chosenOnValidation());
          table.row(
              Cell.text(dataset),
              Cell.text(findings.name(arm)),
              value(first.flatMap(t -> score(findings, arm, dataset, PromptPolicy.fixed(t)))),
              cell(chosen),
              Cell.text(chosen.map(score -> String.join(", ", score.chosen())).orElse("")),
              value(score(findings, arm, dataset, PromptPolicy.bestOnTest())),
              value(mean),
              Cell.number(
                  100 * mean.get().overPrompts().standardDeviation().orElse(Double.NaN), 2));
        }
      }
    }
    return table.build();
  }

  private static Optional<PromptScore> score(
      Findings findings, Arm arm, String dataset, PromptPolicy policy) {
    return findings.score(arm, dataset, policy, findings.pairs());
  }

  private static Cell value(Optional<PromptScore> score) {
    return Percentages.cell(score.map(found -> found.f1().value()).orElse(Double.NaN));
  }

  private static Cell cell(Optional<PromptScore> score) {
    return score.map(found -> Percentages.cell(found.f1())).orElse(Cell.number(Double.NaN, 2));
  }

  private static Table each(Findings findings) {
    List<PromptScore> scores = new ArrayList<>();
    TreeSet<String> prompts = new TreeSet<>();
    for (String dataset : findings.datasets()) {
      for (Arm arm : findings.arms()) {
        findings
            .score(arm, dataset)
            .filter(score -> score.prompts().size() > 1)
            .ifPresent(
                score -> {
                  scores.add(score);
                  prompts.addAll(score.prompts().keySet());
                });
      }
    }
    List<Column> columns =
        new ArrayList<>(List.of(Column.text("Test set"), Column.text("Matcher")));
    prompts.forEach(prompt -> columns.add(Column.number(prompt)));
    Table.Builder table = Table.builder("F1 of every prompt on test, in per cent", columns);
    for (PromptScore score : scores) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.text(score.dataset()));
      row.add(Cell.text(findings.name(score.arm())));
      for (String prompt : prompts) {
        row.add(Percentages.cell(score.prompts().getOrDefault(prompt, Double.NaN)));
      }
      table.row(row);
    }
    return table.build();
  }
}
