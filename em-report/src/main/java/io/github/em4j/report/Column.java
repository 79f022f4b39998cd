package io.github.em4j.report;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The head of a {@link Table}'s column.
 *
 * @param heading a few words, with the unit where there is one; may be empty for the first column
 * @param explanation what the column means, where the heading does not say it all
 * @param alignment to which side the cells are set
 */
public record Column(String heading, Optional<String> explanation, Alignment alignment) {

  /** To which side the cells of a column are set. */
  public enum Alignment {
    /** As text is. */
    LEFT,
    /** As numbers are. */
    RIGHT
  }

  /**
   * Checks that all three are there.
   *
   * @throws IllegalArgumentException if the explanation is there and blank
   */
  public Column {
    requireNonNull(heading, "heading");
    requireNonNull(explanation, "explanation");
    requireNonNull(alignment, "alignment");
    explanation.ifPresent(text -> Checks.requireText("the explanation of a column", text));
  }

  /**
   * A column of words.
   *
   * @param heading a few words
   * @return a column set to the left, without an explanation
   */
  public static Column text(String heading) {
    return new Column(heading, Optional.empty(), Alignment.LEFT);
  }

  /**
   * A column of numbers.
   *
   * @param heading a few words, with the unit where there is one
   * @return a column set to the right, without an explanation
   */
  public static Column number(String heading) {
    return new Column(heading, Optional.empty(), Alignment.RIGHT);
  }

  /**
   * This column with an explanation.
   *
   * @param text what the column means, not blank
   * @return a new column; this one stays as it is
   */
  public Column explained(String text) {
    return new Column(heading, Optional.of(text), alignment);
  }
}
