package io.github.em4j.examples.study;

import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.errors.ConfidentErrors;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.ExamplePairs;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The errors that a matcher was surest of. */
final class ErrorsSection {

  private ErrorsSection() {}

  /** Empty where none are to be shown or there is none. */
  static Optional<Section> of(Findings findings, int shown, List<ErrorClassCounts> classes) {
    List<ExamplePairs> examples = new ArrayList<>();
    for (String dataset : findings.datasets()) {
      for (Arm arm : findings.arms()) {
        findings
            .testPredictions(arm, dataset)
            .map(predictions -> mostConfident(predictions, shown))
            .filter(errors -> !errors.isEmpty())
            .ifPresent(
                errors ->
                    examples.add(
                        new ExamplePairs(
                            "Most confident errors on %s: %s"
                                .formatted(dataset, findings.name(arm)),
                            errors.stream().map(ExamplePairs.ExamplePair::of).toList())));
      }
    }
    if (examples.isEmpty() && classes.isEmpty()) {
      return Optional.empty();
    }
    Section.Builder section = Section.builder("errors", "Errors to look at");
    classes(classes).ifPresent(section::add);
    section.paragraph(
        "Wrong answers that the matchers were surest of. Look here for wrong labels, for what the records do not say, and for"
            + " what the matcher does not see.");
    examples.forEach(section::add);
    return Optional.of(section.build());
  }

  private static Optional<Table> classes(List<ErrorClassCounts> classes) {
    if (classes.isEmpty()) {
      return Optional.empty();
    }
    Table.Builder table =
        Table.builder(
            "Classes of errors, found and assigned by a language model: read some before you trust the counts",
            Column.text("Test set"),
            Column.text("Matcher"),
            Column.text("Errors"),
            Column.text("Class"),
            Column.number("In it").explained("An error may be in several classes."),
            Column.number("Looked at"));
    for (ErrorClassCounts counts : classes) {
      counts
          .counts()
          .forEach(
              (name, count) ->
                  table.row(
                      Cell.text(counts.dataset()),
                      Cell.text(counts.matcher()),
                      Cell.text(counts.kind()),
                      Cell.text(name),
                      Cell.count(count),
                      Cell.count(counts.looked())));
    }
    return Optional.of(table.build());
  }

  private static List<Prediction> mostConfident(Predictions predictions, int shown) {
    return ConfidentErrors.of(predictions, shown).errors().stream()
        .map(ConfidentErrors.ConfidentError::prediction)
        .toList();
  }
}
