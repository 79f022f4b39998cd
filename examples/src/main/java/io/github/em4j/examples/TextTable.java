package io.github.em4j.examples;

import static com.google.common.base.Strings.padEnd;
import static com.google.common.base.Strings.padStart;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table for the terminal: a header, a rule, rows; text to the left, figures to the right. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... header) {
    rows.add(List.of(header));
  }

  void row(Object... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "a row needs " + rows.get(0).size() + " cells, found " + cells.length);
    }
    rows.add(List.of(cells).stream().map(String::valueOf).toList());
  }

  void print(PrintWriter out) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (int row = 0; row < rows.size(); row++) {
      var line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = rows.get(row).get(column);
        line.append(column == 0 ? "" : "  ")
            .append(
                isNumeric(column)
                    ? padStart(cell, widths[column], ' ')
                    : padEnd(cell, widths[column], ' '));
      }
      out.println(line.toString().stripTrailing());
      if (row == 0) {
        out.println("-".repeat(java.util.Arrays.stream(widths).sum() + 2 * (columns - 1)));
      }
    }
    out.flush();
  }

  /**
   * A column is numeric when the first row below the header starts with a digit, a sign or a dash.
   */
  private boolean isNumeric(int column) {
    return rows.size() > 1 && rows.get(1).get(column).matches("[-+(]?[\\d–-].*");
  }
}
