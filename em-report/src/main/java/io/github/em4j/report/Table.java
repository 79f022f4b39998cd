package io.github.em4j.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of typed cells under explained heads. The first cell of a row names the row.
 *
 * @param caption what the table shows, one line, not blank
 * @param columns the heads, from left to right; at least one
 * @param rows the rows, from top to bottom, each with one cell per column
 */
public record Table(String caption, List<Column> columns, List<List<Cell>> rows) implements Block {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the caption is blank, there is no column, or a row has
   *     another number of cells than there are columns
   */
  public Table {
    Checks.requireText("the caption of a table", caption);
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("the table '" + caption + "' needs at least one column");
    }
    for (List<Cell> row : rows) {
      Checks.requireSize(
          "a row of the table '" + caption + "'", row.size(), "columns", columns.size());
    }
  }

  /**
   * Starts a table.
   *
   * @param caption what the table shows, one line, not blank
   * @param columns the heads, from left to right; at least one
   * @return a builder without rows
   */
  public static Builder builder(String caption, Column... columns) {
    return builder(caption, Arrays.asList(columns));
  }

  /**
   * Starts a table.
   *
   * @param caption what the table shows, one line, not blank
   * @param columns the heads, from left to right; at least one
   * @return a builder without rows
   */
  public static Builder builder(String caption, List<Column> columns) {
    return new Builder(caption, columns);
  }

  /** Collects rows. Not safe for use by many threads. */
  public static final class Builder {
    private final String caption;
    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    private Builder(String caption, List<Column> columns) {
      this.caption = caption;
      this.columns = List.copyOf(columns);
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column
     * @return this builder
     */
    public Builder row(Cell... cells) {
      return row(Arrays.asList(cells));
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column
     * @return this builder
     */
    public Builder row(List<Cell> cells) {
      rows.add(List.copyOf(cells));
      return this;
    }

    /**
     * Makes the table.
     *
     * @return a table with the rows so far
     * @throws IllegalArgumentException if the caption is blank, there is no column, or a row has
     *     another number of cells than there are columns
     */
    public Table build() {
      return new Table(caption, columns, rows);
    }
  }
}
