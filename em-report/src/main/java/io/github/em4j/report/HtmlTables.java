package io.github.em4j.report;

import io.github.em4j.report.Column.Alignment;
import java.util.List;
import java.util.Optional;

/** Writes tables into a page. A wide one scrolls in its own box, which the keyboard reaches. */
final class HtmlTables {
  private final Html html;

  HtmlTables(Html html) {
    this.html = html;
  }

  /** A table of the report, with its number, and its explanations below. */
  void write(Table table, String number, String id) {
    html.open("figure", "class", "table", "id", id).line();
    writeScrolling(table, Optional.of(number), id);
    if (table.columns().stream().anyMatch(column -> column.explanation().isPresent())) {
      html.open("dl", "class", "explained").line();
      for (int i = 0; i < table.columns().size(); i++) {
        write(table.columns().get(i), explanationId(id, i));
      }
      html.close().line();
    }
    html.close().line();
  }

  /** A table that belongs to something else, with its caption for screen readers alone. */
  void writeWithin(Table table, String id) {
    writeScrolling(table, Optional.empty(), id);
  }

  private void write(Column column, String id) {
    column
        .explanation()
        .ifPresent(
            text ->
                html.open("div")
                    .element("dt", column.heading())
                    .element("dd", text, "id", id)
                    .close()
                    .line());
  }

  private static String explanationId(String id, int column) {
    return id + "_about" + (column + 1);
  }

  private void writeScrolling(Table table, Optional<String> number, String id) {
    String caption = id + "_caption";
    html.open(
        "div", "class", "scroll", "role", "region", "tabindex", "0", "aria-labelledby", caption);
    html.open("table").line();
    if (number.isPresent()) {
      html.open("caption").open("span", "id", caption);
      html.element("b", number.get()).text(" " + table.caption()).close().close().line();
    } else {
      html.open("caption", "class", "unseen", "id", caption).text(table.caption()).close().line();
    }
    html.open("thead").open("tr");
    for (int i = 0; i < table.columns().size(); i++) {
      writeHead(table.columns().get(i), number.isPresent() ? explanationId(id, i) : "");
    }
    html.close().close().line();
    html.open("tbody").line();
    for (List<Cell> row : table.rows()) {
      html.open("tr");
      for (int i = 0; i < row.size(); i++) {
        write(row.get(i), table.columns().get(i), i == 0);
      }
      html.close().line();
    }
    html.close().close().close().line();
  }

  private void writeHead(Column column, String explanationId) {
    if (column.heading().isBlank()) {
      html.empty("td");
    } else if (column.explanation().isPresent() && !explanationId.isEmpty()) {
      html.element(
          "th",
          column.heading(),
          "scope",
          "col",
          "class",
          alignment(column),
          "aria-describedby",
          explanationId);
    } else {
      html.element("th", column.heading(), "scope", "col", "class", alignment(column));
    }
  }

  private void write(Cell cell, Column column, boolean namesRow) {
    if (namesRow) {
      html.open("th", "scope", "row", "class", alignment(column));
    } else {
      html.open("td", "class", alignment(column));
    }
    switch (cell.emphasis()) {
      case NONE -> writePlain(cell);
      case BEST -> writeEmphasised(cell, "b", " (best)");
      case SECOND -> writeEmphasised(cell, "u", " (second best)");
    }
    html.close();
  }

  /** The number alone stands out, not its bounds; bold type is not read aloud. */
  private void writeEmphasised(Cell cell, String element, String spoken) {
    html.element(element, value(cell)).element("span", spoken, "class", "unseen");
    writeBounds(cell);
  }

  private void writePlain(Cell cell) {
    html.text(value(cell));
    writeBounds(cell);
  }

  private static String value(Cell cell) {
    return cell instanceof Cell.NumberCell number
        ? minus(Numbers.value(number))
        : ((Cell.TextCell) cell).text();
  }

  private void writeBounds(Cell cell) {
    if (cell instanceof Cell.NumberCell number && number.estimate().hasBounds()) {
      html.text(" ").element("span", minus(Numbers.bounds(number)), "class", "bounds");
    }
  }

  private static String minus(String number) {
    return number.replace('-', '−');
  }

  private static String alignment(Column column) {
    return column.alignment() == Alignment.RIGHT ? "number" : "words";
  }
}
