package io.github.em4j.prompts.analysis;

import static java.util.stream.Collectors.joining;

import io.github.em4j.AttributeComparison;
import io.github.em4j.Explanation;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchOutcome;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.TextExplanation;
import java.util.Locale;
import java.util.Optional;

/** The explanation of a decision on one line, as an analyst is shown it. */
final class ReasonText {
  private ReasonText() {}

  static Optional<String> of(MatchOutcome outcome) {
    return outcome instanceof MatchDecision decision
        ? decision.explanation().map(ReasonText::text).filter(text -> !text.isBlank())
        : Optional.empty();
  }

  private static String text(Explanation explanation) {
    String text =
        explanation instanceof StructuredExplanation structured
            ? structured.comparisons().stream().map(ReasonText::text).collect(joining("; "))
            : ((TextExplanation) explanation).text();
    return text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
  }

  private static String text(AttributeComparison comparison) {
    return comparison.attribute()
        + (comparison.importance().isPresent()
            ? String.format(
                Locale.ROOT, " (importance %.2f)", comparison.importance().getAsDouble())
            : "");
  }
}
