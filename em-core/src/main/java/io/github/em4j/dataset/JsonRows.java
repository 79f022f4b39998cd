package io.github.em4j.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON lines: one JSON object per line, blank lines skipped. Numbers keep the digits of the
 * file. Lines may differ in their fields and their order.
 */
final class JsonRows implements RowSource {
  private final Path file;
  private final LineReader lines;
  private final JsonFactory factory;
  private @Nullable Header header;

  private final List<String> names = new ArrayList<>();
  private final List<@Nullable String> values = new ArrayList<>();
  private int[] columns = new int[16];

  JsonRows(Path file, int maxLength) {
    this.file = file;
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxStringLength(maxLength).build())
            // The names of a hostile file must not fill a table that lives on.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    this.lines = new LineReader(file, maxLength);
  }

  @Override
  public @Nullable Row next() {
    if (!lines.next()) {
      return null;
    }
    names.clear();
    values.clear();
    try (JsonParser parser = factory.createParser(lines.text(), 0, lines.length())) {
      readObject(parser);
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      throw fault(place == null ? -1 : place.getColumnNr(), broken(e), e);
    } catch (IOException e) {
      throw StrictUtf8Reader.unreadable(file, e);
    }
    Header current = header;
    if (current == null || !current.names().equals(names)) {
      current = newHeader();
      header = current;
    }
    var places = new long[names.size()];
    Arrays.fill(places, lines.line());
    return new Row(
        file,
        current,
        values.toArray(new @Nullable String[0]),
        places,
        Arrays.copyOf(columns, names.size()));
  }

  private void readObject(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw fault(
          parser.currentTokenLocation().getColumnNr(),
          "found "
              + parser.currentToken()
              + " at the start of the line; every line must be one JSON object",
          null);
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      names.add(parser.currentName());
      JsonToken token = parser.nextToken();
      int i = values.size();
      if (i == columns.length) {
        columns = Arrays.copyOf(columns, 2 * i);
      }
      columns[i] = parser.currentTokenLocation().getColumnNr();
      values.add(token == JsonToken.VALUE_NULL ? null : value(parser, token));
    }
    if (parser.nextToken() != null) {
      throw fault(
          parser.currentTokenLocation().getColumnNr(),
          "text after the end of the JSON object; every line must be one JSON object",
          null);
    }
  }

  private String value(JsonParser parser, JsonToken token) throws IOException {
    if (token.isScalarValue()) {
      return parser.getText();
    }
    var json = new StringWriter();
    try (JsonGenerator copy = factory.createGenerator(json)) {
      copy.copyCurrentStructureExact(parser);
    }
    return json.toString();
  }

  private Header newHeader() {
    var seen = new HashSet<String>();
    for (int i = 0; i < names.size(); i++) {
      if (!seen.add(names.get(i))) {
        throw fault(columns[i], "the line has two fields named '" + names.get(i) + "'", null);
      }
    }
    return new Header(names);
  }

  private static String broken(JsonProcessingException e) {
    return "broken JSON: " + e.getOriginalMessage() + "; every line must be one JSON object";
  }

  private DatasetFormatException fault(int column, String problem, @Nullable Throwable cause) {
    return new DatasetFormatException(file, lines.line(), column, problem, cause);
  }

  /** Always null: the lines say it one by one. */
  @Override
  public @Nullable Header header() {
    return null;
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public void close() {
    lines.close();
  }
}
