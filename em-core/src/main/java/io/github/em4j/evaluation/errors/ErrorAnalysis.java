package io.github.em4j.evaluation.errors;

import static java.util.Objects.requireNonNull;

import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;

/**
 * Errors sorted into classes by a language model, after Steiner et al., "Fine-tuning Large Language
 * Models for Entity Matching", and Peeters et al., "Entity Matching using Large Language Models"
 * (2025). The classes and the assignments are what the model says; read some before you trust the
 * counts.
 *
 * @param falsePositives non-matches taken for matches
 * @param falseNegatives matches taken for non-matches
 * @param leftOut pairs that are undecided or failed, of which no class is asked
 * @param usage what all questions cost in tokens
 * @param provenance which model sorted them, with which prompts
 */
public record ErrorAnalysis(
    ClassifiedErrors falsePositives,
    ClassifiedErrors falseNegatives,
    long leftOut,
    TokenUsage usage,
    Provenance provenance) {

  /**
   * Checks that nothing is null.
   *
   * @throws NullPointerException if a component is null
   */
  public ErrorAnalysis {
    requireNonNull(falsePositives, "falsePositives");
    requireNonNull(falseNegatives, "falseNegatives");
    requireNonNull(usage, "usage");
    requireNonNull(provenance, "provenance");
  }
}
