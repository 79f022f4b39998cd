package io.github.em4j.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.github.em4j.EntityDescription;
import io.github.em4j.report.ExamplePairs.ExamplePair;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Writes a report as JSON: the document as it is, each block with its {@code type}. A number that
 * was not measured is {@code null}.
 */
final class JsonRenderer {

  /** Goes up when a reader of the old form could misread the new one. */
  private static final int FORMAT = 1;

  private final JsonGenerator json;

  private JsonRenderer(JsonGenerator json) {
    this.json = json;
  }

  static String render(Report report) {
    var text = new StringWriter();
    var lines = new DefaultIndenter("  ", "\n");
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
              .withObjectIndenter(lines));
      new JsonRenderer(json).write(report);
    } catch (IOException e) {
      // A string is no device that fails.
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private void write(Report report) throws IOException {
    json.writeStartObject();
    json.writeNumberField("format", FORMAT);
    json.writeStringField("title", report.title());
    if (report.subtitle().isPresent()) {
      json.writeStringField("subtitle", report.subtitle().get());
    }
    json.writeObjectFieldStart("facts");
    for (var fact : report.facts().entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("sections");
    for (Section section : report.sections()) {
      json.writeStartObject();
      json.writeStringField("id", section.id());
      json.writeStringField("heading", section.heading());
      json.writeArrayFieldStart("blocks");
      for (Block block : section.blocks()) {
        write(block);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(Block block) throws IOException {
    json.writeStartObject();
    if (block instanceof Paragraph paragraph) {
      json.writeStringField("type", "paragraph");
      json.writeStringField("text", paragraph.text());
    } else if (block instanceof Note note) {
      json.writeStringField("type", "note");
      json.writeStringField("kind", name(note.kind()));
      json.writeStringField("text", note.text());
    } else if (block instanceof Table table) {
      write(table);
    } else if (block instanceof ExamplePairs examples) {
      write(examples);
    } else {
      write((Chart) block);
    }
    json.writeEndObject();
  }

  private void write(Table table) throws IOException {
    json.writeStringField("type", "table");
    json.writeStringField("caption", table.caption());
    json.writeArrayFieldStart("columns");
    for (Column column : table.columns()) {
      json.writeStartObject();
      json.writeStringField("heading", column.heading());
      if (column.explanation().isPresent()) {
        json.writeStringField("explanation", column.explanation().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rows");
    for (List<Cell> row : table.rows()) {
      json.writeStartArray();
      for (Cell cell : row) {
        write(cell);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void write(Cell cell) throws IOException {
    json.writeStartObject();
    if (cell instanceof Cell.NumberCell number) {
      writeFields(number.estimate());
      json.writeNumberField("digits", number.digits());
    } else {
      json.writeStringField("text", ((Cell.TextCell) cell).text());
    }
    if (cell.emphasis() != Cell.Emphasis.NONE) {
      json.writeStringField("emphasis", name(cell.emphasis()));
    }
    json.writeEndObject();
  }

  private void write(ExamplePairs examples) throws IOException {
    json.writeStringField("type", "examples");
    json.writeStringField("caption", examples.caption());
    json.writeArrayFieldStart("pairs");
    for (ExamplePair example : examples.pairs()) {
      json.writeStartObject();
      write("left", example.pair().pair().left());
      write("right", example.pair().pair().right());
      json.writeStringField("label", Wording.of(example.pair().label()));
      json.writeStringField("answer", example.answer());
      writeIfPresent("matchProbability", example.matchProbability());
      if (example.remark().isPresent()) {
        json.writeStringField("remark", example.remark().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void write(String side, EntityDescription entity) throws IOException {
    json.writeObjectFieldStart(side);
    json.writeStringField("id", entity.id());
    json.writeObjectFieldStart("attributes");
    for (var attribute : entity.attributes().entrySet()) {
      json.writeStringField(attribute.getKey(), attribute.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void write(Chart chart) throws IOException {
    if (chart instanceof BarChart bars) {
      head("barChart", bars);
      write("axis", bars.axis());
      strings("groups", bars.groups());
      json.writeArrayFieldStart("series");
      for (BarChart.Series series : bars.series()) {
        json.writeStartObject();
        json.writeStringField("name", series.name());
        json.writeArrayFieldStart("values");
        for (Estimate value : series.values()) {
          json.writeStartObject();
          writeFields(value);
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
    } else if (chart instanceof HeatMap map) {
      write(map);
    } else if (chart instanceof LineChart lines) {
      write(lines);
    } else {
      write((ScatterChart) chart);
    }
  }

  private void write(HeatMap map) throws IOException {
    head("heatMap", map);
    json.writeStringField("valueTitle", map.valueTitle());
    json.writeStringField("rowTitle", map.rowTitle());
    strings("rows", map.rows());
    json.writeStringField("columnTitle", map.columnTitle());
    strings("columns", map.columns());
    json.writeArrayFieldStart("values");
    for (int row = 0; row < map.rows().size(); row++) {
      json.writeStartArray();
      for (int column = 0; column < map.columns().size(); column++) {
        number(map.value(row, column));
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void write(LineChart lines) throws IOException {
    head("lineChart", lines);
    write("x", lines.x());
    write("y", lines.y());
    if (lines.diagonal().isPresent()) {
      json.writeStringField("diagonal", lines.diagonal().get());
    }
    json.writeArrayFieldStart("series");
    for (LineChart.Series series : lines.series()) {
      json.writeStartObject();
      json.writeStringField("name", series.name());
      json.writeArrayFieldStart("points");
      for (LineChart.Point point : series.points()) {
        json.writeStartObject();
        json.writeNumberField("x", point.x());
        writeFields(point.y());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void write(ScatterChart chart) throws IOException {
    head("scatterChart", chart);
    write("x", chart.x());
    write("y", chart.y());
    json.writeArrayFieldStart("points");
    for (ScatterChart.Point point : chart.points()) {
      json.writeStartObject();
      json.writeStringField("name", point.name());
      json.writeStringField("group", point.group());
      json.writeNumberField("x", point.x());
      writeFields(point.y());
      json.writeBooleanField("onFrontier", point.onFrontier());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void head(String type, Chart chart) throws IOException {
    json.writeStringField("type", type);
    json.writeStringField("caption", chart.caption());
    json.writeStringField("description", ChartWords.of(chart));
  }

  private void write(String field, Axis axis) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("title", axis.title());
    json.writeStringField("scale", name(axis.scale()));
    writeIfPresent("low", axis.low());
    writeIfPresent("high", axis.high());
    json.writeEndObject();
  }

  private void writeFields(Estimate estimate) throws IOException {
    json.writeFieldName("value");
    number(estimate.value());
    writeIfPresent("low", estimate.low());
    writeIfPresent("high", estimate.high());
  }

  private void writeIfPresent(String field, OptionalDouble value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(field, value.getAsDouble());
    }
  }

  private void number(double value) throws IOException {
    if (Double.isNaN(value)) {
      json.writeNull();
    } else {
      json.writeNumber(value);
    }
  }

  private void strings(String field, List<String> values) throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
