package io.github.em4j.dataset;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The form of a data file, seen at its first characters, whatever the file is called. */
enum DataFormat {
  CSV,
  JSON_LINES,
  DITTO;

  private static final String DITTO_START = "COL ";

  /**
   * Looks at the beginning of a file.
   *
   * @throws DatasetFormatException if the file is empty or a JSON array
   */
  static DataFormat of(Path file) {
    String start = firstCharacters(file);
    if (start.isEmpty()) {
      throw new DatasetFormatException(
          file,
          "the file is empty; allowed are CSV with a header row, JSON lines and Ditto's text form",
          null);
    }
    if (start.startsWith("[")) {
      throw new DatasetFormatException(
          file, "found a JSON array; JSON must come as lines of one object each", null);
    }
    if (start.startsWith("{")) {
      return JSON_LINES;
    }
    return start.startsWith(DITTO_START) ? DITTO : CSV;
  }

  /** Up to four characters from the first one on that is not white space. */
  private static String firstCharacters(Path file) {
    var start = new StringBuilder();
    try (var in = StrictUtf8Reader.open(file)) {
      var one = new char[1];
      while (start.length() < DITTO_START.length() && in.read(one, 0, 1) > 0) {
        if (start.length() > 0 || !Character.isWhitespace(one[0])) {
          start.append(one[0]);
        }
      }
    }
    return start.toString();
  }

  /** The rows of a file that is CSV or JSON lines. */
  static RowSource rows(Path file, int maxLength) {
    return switch (of(file)) {
      case CSV -> new CsvRows(file, maxLength);
      case JSON_LINES -> new JsonRows(file, maxLength);
      case DITTO ->
          throw new DatasetFormatException(
              file, "found Ditto's text form, which has no rows; read it as pairs", null);
    };
  }

  /**
   * The labelled pairs of a file.
   *
   * @param tables what pairs of ids point into; null looks for tables beside the file
   */
  static PairSource pairs(Path file, @Nullable TablePair tables, int maxLength) {
    return switch (of(file)) {
      case CSV -> pairs(new CsvRows(file, maxLength), tables, maxLength);
      case JSON_LINES -> pairs(new JsonRows(file, maxLength), tables, maxLength);
      case DITTO -> new DittoPairs(file, maxLength);
    };
  }

  private static PairSource pairs(RowSource rows, @Nullable TablePair tables, int maxLength) {
    try {
      return new RowPairs(rows, tables, maxLength);
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }
}
