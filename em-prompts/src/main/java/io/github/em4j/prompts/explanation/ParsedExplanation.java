package io.github.em4j.prompts.explanation;

import static java.util.Objects.requireNonNull;

import io.github.em4j.AttributeComparison;
import io.github.em4j.MatchLabel;
import io.github.em4j.StructuredExplanation;
import java.util.List;
import java.util.Optional;

/**
 * What a structured explanation says, line by line.
 *
 * @param label the answer, read from its first word; empty where that is no answer
 * @param lines one entry per attribute line, that is per line that is not blank and not the answer
 */
public record ParsedExplanation(Optional<MatchLabel> label, List<ExplanationLine> lines) {

  /**
   * Copies the list.
   *
   * @throws NullPointerException if a component is null
   */
  public ParsedExplanation {
    requireNonNull(label, "label");
    lines = List.copyOf(lines);
  }

  /**
   * The comparisons of all lines that are well formed or repaired.
   *
   * @return an explanation, which may have no comparison
   */
  public StructuredExplanation explanation() {
    return new StructuredExplanation(
        lines.stream().flatMap(line -> comparison(line).stream()).toList());
  }

  /**
   * How many lines follow the form.
   *
   * @return at least 0
   */
  public int wellFormed() {
    return count(ExplanationLine.WellFormed.class);
  }

  /**
   * How many lines were repaired.
   *
   * @return at least 0
   */
  public int repaired() {
    return count(ExplanationLine.Repaired.class);
  }

  /**
   * How many lines were rejected.
   *
   * @return at least 0
   */
  public int rejected() {
    return count(ExplanationLine.Rejected.class);
  }

  /**
   * Whether the answer is the opposite of a known label.
   *
   * @param gold the known label
   * @return false where they agree, and where the answer could not be read
   */
  public boolean contradicts(MatchLabel gold) {
    requireNonNull(gold, "gold");
    return label.isPresent() && label.get() != gold;
  }

  private int count(Class<? extends ExplanationLine> type) {
    return (int) lines.stream().filter(type::isInstance).count();
  }

  private static Optional<AttributeComparison> comparison(ExplanationLine line) {
    if (line instanceof ExplanationLine.WellFormed wellFormed) {
      return Optional.of(wellFormed.comparison());
    }
    return line instanceof ExplanationLine.Repaired repaired
        ? Optional.of(repaired.comparison())
        : Optional.empty();
  }
}
