package io.github.em4j.examples.study;

import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.report.ExamplePairs;
import io.github.em4j.report.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The errors that a matcher was surest of. */
final class ErrorsSection {

  private ErrorsSection() {}

  /** Empty where none are to be shown or there is none. */
  static Optional<Section> of(Findings findings, int shown) {
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
                            "Most confident errors of %s on %s"
                                .formatted(Findings.name(arm), dataset),
                            errors.stream().map(ExamplePairs.ExamplePair::of).toList())));
      }
    }
    if (examples.isEmpty()) {
      return Optional.empty();
    }
    Section.Builder section = Section.builder("errors", "Errors to look at");
    section.paragraph(
        "Wrong answers that the matchers were surest of. Look here for wrong labels, for what the records do not say, and for"
            + " what the matcher does not see.");
    examples.forEach(section::add);
    return Optional.of(section.build());
  }

  private static List<Prediction> mostConfident(Predictions predictions, int shown) {
    return predictions
        .errors()
        .filter(error -> error.answer().isDecided() && error.matchProbability().isPresent())
        .sorted(Comparator.comparingDouble(ErrorsSection::confidence).reversed())
        .limit(shown)
        .toList();
  }

  private static double confidence(Prediction prediction) {
    double match = prediction.matchProbability().orElseThrow();
    return Math.max(match, 1 - match);
  }
}
