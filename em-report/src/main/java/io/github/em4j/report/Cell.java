package io.github.em4j.report;

import static java.util.Objects.requireNonNull;

/** What stands in one cell of a {@link Table}. Immutable. */
public sealed interface Cell {

  /** How much a cell stands out among those of its column. */
  enum Emphasis {
    /** Like the others. */
    NONE,
    /** The best of its column; bold. */
    BEST,
    /** The second best of its column; underlined. */
    SECOND
  }

  /**
   * How much the cell stands out.
   *
   * @return {@link Emphasis#NONE} unless said otherwise
   */
  Emphasis emphasis();

  /**
   * This cell with another emphasis.
   *
   * @param emphasis how much it is to stand out
   * @return a new cell; this one stays as it is
   */
  Cell with(Emphasis emphasis);

  /**
   * This cell as the best of its column.
   *
   * @return a new cell; this one stays as it is
   */
  default Cell best() {
    return with(Emphasis.BEST);
  }

  /**
   * A cell of words.
   *
   * @param text plain text; may be empty
   * @return the cell
   */
  static Cell text(String text) {
    return new TextCell(text, Emphasis.NONE);
  }

  /**
   * An empty cell, for a value that does not exist.
   *
   * @return the cell
   */
  static Cell empty() {
    return text("");
  }

  /**
   * A whole number.
   *
   * @param value any number
   * @return the cell
   */
  static Cell count(long value) {
    return number((double) value, 0);
  }

  /**
   * A number.
   *
   * @param value finite, or NaN where it was not measured
   * @param digits how many digits are shown after the point, in [0, 9]
   * @return the cell
   */
  static Cell number(double value, int digits) {
    return score(Estimate.of(value), digits);
  }

  /**
   * A difference: a number that is shown with its sign.
   *
   * @param estimate the difference, with bounds or without
   * @param digits how many digits are shown after the point, in [0, 9]
   * @return the cell
   */
  static Cell difference(Estimate estimate, int digits) {
    return new NumberCell(estimate, digits, true, Emphasis.NONE);
  }

  /**
   * A score, shown with its interval where it has one.
   *
   * @param estimate the score, with bounds or without
   * @param digits how many digits are shown after the point, in [0, 9]
   * @return the cell
   */
  static Cell score(Estimate estimate, int digits) {
    return new NumberCell(estimate, digits, false, Emphasis.NONE);
  }

  /**
   * Words.
   *
   * @param text plain text; may be empty
   * @param emphasis how much the cell stands out
   */
  record TextCell(String text, Emphasis emphasis) implements Cell {

    /** Checks that both are there. */
    public TextCell {
      requireNonNull(text, "text");
      requireNonNull(emphasis, "emphasis");
    }

    @Override
    public TextCell with(Emphasis emphasis) {
      return new TextCell(text, emphasis);
    }
  }

  /**
   * A number, with bounds or without.
   *
   * @param estimate the number; may be missing
   * @param digits how many digits are shown after the point, in [0, 9]
   * @param signed whether a plus is shown before a positive number
   * @param emphasis how much the cell stands out
   */
  record NumberCell(Estimate estimate, int digits, boolean signed, Emphasis emphasis)
      implements Cell {

    /**
     * Checks the digits.
     *
     * @throws IllegalArgumentException if they lie outside of [0, 9]
     */
    public NumberCell {
      requireNonNull(estimate, "estimate");
      requireNonNull(emphasis, "emphasis");
      Checks.requireDigits(digits);
    }

    @Override
    public NumberCell with(Emphasis emphasis) {
      return new NumberCell(estimate, digits, signed, emphasis);
    }
  }
}
