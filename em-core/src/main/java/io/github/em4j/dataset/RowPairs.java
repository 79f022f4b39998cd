package io.github.em4j.dataset;

import io.github.em4j.LabeledPair;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pairs from the rows of a CSV or JSON-lines file. */
final class RowPairs implements PairSource {
  private final RowSource rows;
  private final int maxLength;
  private @Nullable TablePair tables;

  private @Nullable Header header;
  private @Nullable PairForm form;

  /**
   * Pairs of rows.
   *
   * @param rows closed with this
   * @param tables what the rows must point into; null takes rows of any form and looks for the
   *     tables beside the file where they are needed
   */
  RowPairs(RowSource rows, @Nullable TablePair tables, int maxLength) {
    this.rows = rows;
    this.maxLength = maxLength;
    this.tables = tables;
    Header columns = rows.header();
    if (columns != null) {
      form =
          recognise(
              columns, problem -> new DatasetFormatException(rows.file(), 1, 1, problem, null));
      header = columns;
    }
  }

  @Override
  public @Nullable LabeledPair next() {
    Row row = rows.next();
    if (row == null) {
      return null;
    }
    PairForm current = form;
    if (current == null || header != row.header()) {
      PairForm found = recognise(row.header(), row::fault);
      if (current != null && current.getClass() != found.getClass()) {
        throw row.fault("the line has fields " + row.names() + ", unlike the lines before it");
      }
      current = found;
      form = found;
      header = row.header();
    }
    return current.pair(row);
  }

  private PairForm recognise(Header columns, Function<String, DatasetFormatException> fault) {
    if (PairForm.pointsIntoTables(columns)) {
      TablePair found = tables;
      if (found == null) {
        found = TablePair.read(FileNames.folder(rows.file()), maxLength);
        tables = found;
      }
      return found.form(columns);
    }
    if (tables != null) {
      throw fault.apply(
          "found columns "
              + columns.names()
              + "; pairs beside two tables need ltable_id, rtable_id and label");
    }
    return PairForm.recognise(columns)
        .orElseThrow(
            () ->
                fault.apply(
                    "found columns "
                        + PairForm.shortened(columns.names())
                        + ", which hold no labelled pairs; "
                        + PairForm.ALLOWED));
  }

  @Override
  public void close() {
    rows.close();
  }
}
