package io.github.em4j.dataset;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads comma-separated values in the form of RFC 4180 with a header row. Quotes protect commas,
 * quotes (written twice) and line ends; spaces belong to the value; a line of nothing is skipped.
 * Every row must have as many values as the header has names.
 */
final class CsvRows implements RowSource {
  private static final int MAX_COLUMNS = 10_000;

  private final Path file;
  private final int maxLength;
  private final CsvParser parser;
  private final Header header;

  /** Memory for the row that is being read; a row takes copies. */
  private final List<String> values = new ArrayList<>();

  private long[] lines = new long[16];
  private int[] columns = new int[16];

  CsvRows(Path file, int maxLength) {
    this.file = file;
    this.maxLength = maxLength;
    var factory =
        CsvFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxStringLength(maxLength).build())
            .build();
    StrictUtf8Reader text = StrictUtf8Reader.open(file);
    try {
      parser = factory.createParser(text);
      parser.setSchema(CsvSchema.emptySchema());
      parser.enable(CsvParser.Feature.WRAP_AS_ARRAY);
      parser.enable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      parser.nextToken();
      header = readHeader();
    } catch (IOException e) {
      text.close();
      throw StrictUtf8Reader.unreadable(file, e);
    } catch (RuntimeException e) {
      text.close();
      throw e;
    }
  }

  private Header readHeader() {
    if (!readValues(MAX_COLUMNS)) {
      throw new DatasetFormatException(
          file, "the file is empty; it must begin with a header row", null);
    }
    var seen = new HashSet<String>();
    for (int i = 0; i < values.size(); i++) {
      String name = values.get(i);
      if (name.isBlank()) {
        throw fault(i, "the header has no name for column " + (i + 1));
      }
      if (!seen.add(name)) {
        throw fault(i, "the header has two columns named '" + name + "'");
      }
    }
    return new Header(values);
  }

  @Override
  public @Nullable Row next() {
    if (!readValues(header.size())) {
      return null;
    }
    int count = values.size();
    if (count < header.size()) {
      throw fault(
          count - 1,
          "the row ends after "
              + count
              + (count == 1 ? " value" : " values")
              + "; the header has "
              + header.size()
              + " columns: "
              + header.names());
    }
    return new Row(
        file,
        header,
        values.toArray(new String[0]),
        Arrays.copyOf(lines, count),
        Arrays.copyOf(columns, count));
  }

  private boolean readValues(int allowed) {
    try {
      do {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
          return false;
        }
        readOneRow(allowed);
      } while (values.size() == 1 && allowed != 1 && values.get(0).isEmpty());
      return true;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private void readOneRow(int allowed) throws IOException {
    values.clear();
    long rowLength = 0;
    while (parser.nextToken() == JsonToken.VALUE_STRING) {
      int i = values.size();
      if (i == lines.length) {
        lines = Arrays.copyOf(lines, 2 * i);
        columns = Arrays.copyOf(columns, 2 * i);
      }
      JsonLocation place = parser.currentTokenLocation();
      lines[i] = place.getLineNr();
      columns[i] = place.getColumnNr();
      if (i == allowed) {
        throw fault(
            i,
            "the row has more than "
                + allowed
                + " values"
                + (allowed == MAX_COLUMNS ? "" : "; the header has " + allowed + " columns"));
      }
      String value = parser.getText();
      rowLength += value.length();
      if (rowLength > maxLength) {
        throw fault(i, tooLong("row"));
      }
      values.add(value);
    }
  }

  private String tooLong(String what) {
    return "the " + what + " is longer than the allowed " + maxLength + " characters";
  }

  private DatasetFormatException fault(int i, String problem) {
    return new DatasetFormatException(file, lines[i], columns[i], problem, null);
  }

  private DatasetFormatException broken(IOException e) {
    JsonLocation value = parser.currentTokenLocation();
    if (e instanceof StreamConstraintsException) {
      return new DatasetFormatException(
          file,
          value.getLineNr(),
          value.getColumnNr(),
          tooLong("value") + "; is a quote never closed?",
          e);
    }
    if (e instanceof JsonProcessingException problem && problem.getLocation() != null) {
      String message = problem.getOriginalMessage();
      if (message.startsWith("Missing closing quote")) {
        return new DatasetFormatException(
            file,
            value.getLineNr(),
            value.getColumnNr(),
            "the value begins with a quote that is never closed",
            e);
      }
      JsonLocation at = problem.getLocation();
      return new DatasetFormatException(
          file,
          at.getLineNr(),
          at.getColumnNr(),
          "text after a closing quote; a quote inside a quoted value is written twice ("
              + message
              + ")",
          e);
    }
    return StrictUtf8Reader.unreadable(file, e);
  }

  @Override
  public Header header() {
    return header;
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw StrictUtf8Reader.unreadable(file, e);
    }
  }
}
