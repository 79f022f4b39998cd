package io.github.em4j.prompts.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.AttributeComparison;
import io.github.em4j.MatchLabel;
import io.github.em4j.testing.BenchmarkData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What the parser makes of 1,250 explanations that a teacher really wrote. */
final class RecordedExplanationsTest {
  private record Recorded(ParsedExplanation parsed, String left, String right, MatchLabel label) {}

  @Test
  void countsWhatTheDataSaysOfItself() {
    var statistics = new ExplanationStatistics();
    recorded().forEach(row -> statistics.add(row.parsed(), row.label()));
    assertThat(statistics.explanations()).isEqualTo(1_250);
    assertThat(statistics.attributeLines()).isEqualTo(7_032);
    assertThat(statistics.wellFormed()).isEqualTo(6_034);
    assertThat(statistics.labelContradictions()).isEqualTo(8);
    assertThat(statistics.unreadableLabels()).isZero();
    assertThat(statistics.wellFormed() + statistics.repaired())
        .as("repairs %s, rejections %s", statistics.repairs(), statistics.rejections())
        .isGreaterThanOrEqualTo((long) Math.ceil(0.99 * statistics.attributeLines()));
    assertThat(statistics.repairs().get(Repair.VALUE_SEPARATOR)).isGreaterThanOrEqualTo(875);
  }

  @Test
  void aLoneValueEndsUpWhereTheTextsHaveIt() {
    int checked = 0;
    for (Recorded row : recorded()) {
      for (ExplanationLine line : row.parsed().lines()) {
        if (line instanceof ExplanationLine.Repaired repaired
            && (repaired.repairs().contains(Repair.LONE_VALUE)
                || repaired.repairs().contains(Repair.VALUE_SIDE))) {
          AttributeComparison read = repaired.comparison();
          read.left().ifPresent(value -> assertThat(bare(row.left())).contains(bare(value)));
          read.right().ifPresent(value -> assertThat(bare(row.right())).contains(bare(value)));
          boolean both = read.left().isPresent() && read.right().isPresent();
          assertThat(both).as(line.text()).isEqualTo(read.similarity().getAsDouble() == 1);
          checked++;
        }
      }
    }
    assertThat(checked).isEqualTo(100);
  }

  /** Letters and digits only: another way of looking than the parser's. */
  private static String bare(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static List<Recorded> recorded() {
    var json = new ObjectMapper();
    var parser = new StructuredExplanationParser();
    var rows = new ArrayList<Recorded>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(
                        BenchmarkData.path(
                            "tailormatch/explanations_structured_gpt-4o-mini.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode row = json.readTree(line);
        String left = row.get("left").asText();
        String right = row.get("right").asText();
        rows.add(
            new Recorded(
                parser.parse(row.get("explanation").asText(), left, right),
                left,
                right,
                MatchLabel.of(row.get("label").asInt() == 1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
