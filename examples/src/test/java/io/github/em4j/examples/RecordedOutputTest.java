package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.dataset.DatasetReader;
import io.github.em4j.dataset.Row;
import io.github.em4j.testing.BenchmarkData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands that read the paper's recorded model output, against the figures that were published
 * with it.
 */
final class RecordedOutputTest {
  @TempDir private Path folder;

  @Test
  void scoresEveryRecordedRunAsPublished() {
    List<Row> expected;
    try (Stream<Row> rows =
        DatasetReader.streamRows(BenchmarkData.path("tailormatch/expected.csv"))) {
      expected = rows.toList();
    }
    assertThat(expected).hasSize(12);
    for (String file : expected.stream().map(row -> text(row, "file")).distinct().toList()) {
      JsonNode scored =
          Program.run(
                  "score-responses",
                  BenchmarkData.path("tailormatch/" + file).toString(),
                  "--json",
                  "-")
              .json();
      List<Row> published =
          expected.stream().filter(row -> text(row, "file").equals(file)).toList();
      assertThat(scored).hasSameSizeAs(published);
      for (int i = 0; i < published.size(); i++) {
        assertRow(scored.get(i), published.get(i));
      }
    }
  }

  private static void assertRow(JsonNode scored, Row published) {
    assertThat(scored.get("dataset").asText()).isEqualTo(text(published, "dataset"));
    assertThat(scored.get("task").asText()).isEqualTo(text(published, "task"));
    for (String count : List.of("rows", "positives")) {
      assertThat(scored.get(count).asText()).isEqualTo(text(published, count));
    }
    assertThat(scored.get("unparsed").asText()).isEqualTo(text(published, "num_minus1"));
    for (String score : List.of("precision", "recall", "f1", "accuracy")) {
      assertThat(scored.get(score).asDouble())
          .as(score)
          .isCloseTo(Double.parseDouble(text(published, score)), within(1e-9));
    }
  }

  private static String text(Row row, String column) {
    return row.value(column).orElseThrow();
  }

  @Test
  void readsAtLeast99PercentOfTheRecordedAttributeLines() {
    Path file = BenchmarkData.path("tailormatch/explanations_structured_gpt-4o-mini.jsonl.gz");
    JsonNode found = Program.run("explanations", file.toString(), "--json", "-").json();
    assertThat(found.get("explanations").asInt()).isEqualTo(1250);
    assertThat(found.get("attributeLines").asInt()).isEqualTo(7032);
    assertThat(found.get("wellFormed").asInt()).isEqualTo(6034);
    assertThat(found.get("labelContradictions").asInt()).isEqualTo(8);
    assertThat(found.get("rejected").asInt()).isLessThanOrEqualTo(70);
  }

  @Test
  void countsUnparsedAnswersUnderBothRules() throws IOException {
    Path file = folder.resolve("answers.jsonl");
    Files.writeString(
        file,
        """
        {"dataset": "d", "task": "t", "label": 1, "response_raw": "Yes."}
        {"dataset": "d", "task": "t", "label": 0, "response_raw": "Cutting Knowledge Date"}
        {"dataset": "d", "task": "t", "label": 1, "response_raw": "maybe"}
        """);
    Program program = Program.run("score-responses", file.toString());
    assertThat(program.status()).isZero();
    JsonNode row = Program.run("score-responses", file.toString(), "--json", "-").json().get(0);
    assertThat(row.get("unparsed").asInt()).isEqualTo(1);
    assertThat(row.get("accuracy").asDouble()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(row.get("recall").asDouble()).isEqualTo(0.5);
    assertThat(row.get("strictUnparsed").asInt()).isEqualTo(2);
  }
}
