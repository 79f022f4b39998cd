package io.github.em4j.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record of a CSV or JSON-lines file, before anything is made of it: names and values as they
 * stand in the file. Immutable.
 */
public final class Row {
  private final Path file;
  private final Header header;
  private final @Nullable String[] values;
  private final long[] lines;
  private final int[] columns;

  Row(Path file, Header header, @Nullable String[] values, long[] lines, int[] columns) {
    this.file = file;
    this.header = header;
    this.values = values;
    this.lines = lines;
    this.columns = columns;
  }

  /**
   * Where the row begins in its file.
   *
   * @return the line, counted from 1
   */
  public long line() {
    return lines.length == 0 ? 1 : lines[0];
  }

  /**
   * The names of the columns or fields.
   *
   * @return the names in the order of the file
   */
  public List<String> names() {
    return header.names();
  }

  /**
   * One value as it stands in the file: numbers keep their digits, an object or array of a
   * JSON-lines file comes as JSON text.
   *
   * @param name the name of a column or field
   * @return the value; empty where the row has no such column or holds JSON's {@code null} there
   */
  public Optional<String> value(String name) {
    int position = header.position(name);
    return position < 0 ? Optional.empty() : Optional.ofNullable(values[position]);
  }

  Header header() {
    return header;
  }

  /** The value at a position, or "" for a missing one or for position -1. */
  String at(int position) {
    String value = position < 0 ? null : values[position];
    return value == null ? "" : value;
  }

  /** A fault of the value at a position. */
  DatasetFormatException fault(int position, String problem) {
    return new DatasetFormatException(file, lines[position], columns[position], problem, null);
  }

  /** A fault of the whole row. */
  DatasetFormatException fault(String problem) {
    return new DatasetFormatException(file, line(), -1, problem, null);
  }

  @Override
  public String toString() {
    return "Row[" + file + ", line " + line() + ", " + header.names() + "]";
  }
}
