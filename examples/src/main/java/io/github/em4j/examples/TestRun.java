package io.github.em4j.examples;

import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchOptions;
import io.github.em4j.evaluation.EvaluationReport;
import io.github.em4j.evaluation.Evaluator;
import java.io.PrintWriter;
import java.util.List;

/** Runs a matcher over test pairs, tells of progress, and leaves no failure unsaid. */
final class TestRun {

  private TestRun() {}

  /**
   * Evaluates a matcher.
   *
   * @throws EntityMatchingException if not one pair could be decided: scores would say nothing
   */
  static EvaluationReport evaluate(
      EntityMatcher matcher, TestPairs test, int batchSize, PrintWriter notes) {
    MatchOptions options =
        MatchOptions.builder().batchSize(batchSize).listener(ScoringProgress.on(notes)).build();
    EvaluationReport report =
        Evaluator.builder().matchOptions(options).build().evaluate(matcher, test.split());
    List<MatchFailure> failures =
        report.outcomes().orElseThrow().stream()
            .filter(MatchFailure.class::isInstance)
            .map(MatchFailure.class::cast)
            .toList();
    if (failures.isEmpty()) {
      return report;
    }
    EntityMatchingException first = failures.get(0).error();
    if (failures.size() == test.split().size()) {
      throw new EntityMatchingException(
          "not one of %,d pairs could be decided; the first: %s"
              .formatted(failures.size(), first.getMessage()),
          first);
    }
    notes.printf(
        "Note: %,d of the pairs failed and count as not decided; the first: %s%n",
        failures.size(), first.getMessage());
    return report;
  }
}
