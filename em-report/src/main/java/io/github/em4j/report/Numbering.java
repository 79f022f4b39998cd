package io.github.em4j.report;

/** Counts figures and tables through a document. */
final class Numbering {
  private int figures;
  private int tables;

  String nextFigure() {
    return "Figure " + ++figures;
  }

  String nextTable() {
    return "Table " + ++tables;
  }
}
