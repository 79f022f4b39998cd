package io.github.em4j.evaluation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.testing.BenchmarkData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scores of the paper's recorded runs, recomputed from the single answers. */
class RecordedResponsesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"abt-buy-full", "amazon-google-full", "dblp-acm"})
  void recomputesTheReportedScoresOfEveryPrompt(String run) throws IOException {
    Path folder = BenchmarkData.path("tailormatch");
    Map<String, Predictions> byPrompt =
        predictions(folder.resolve("responses_llama31-8b_standard_" + run + ".jsonl.gz"));

    List<Map<String, String>> expected =
        csv(folder.resolve("expected.csv")).stream()
            .filter(row -> run.equals(row.get("dataset")))
            .toList();

    assertThat(expected).hasSize(4);
    for (Map<String, String> row : expected) {
      ConfusionCounts counts = requireNonNull(byPrompt.get(row.get("task"))).counts();
      assertThat(counts.total()).isEqualTo(Long.parseLong(row.get("rows")));
      assertThat(counts.matches().total()).isEqualTo(Long.parseLong(row.get("positives")));
      assertThat(counts.undecided()).isEqualTo(Long.parseLong(row.get("num_minus1")));
      for (Score score : Score.values()) {
        double reported = Double.parseDouble(row.get(score.name().toLowerCase(Locale.ROOT)));
        assertThat(score.applyAsDouble(counts)).isCloseTo(reported, within(1e-9));
      }
    }
  }

  private static Map<String, Predictions> predictions(Path file) throws IOException {
    var runs = new LinkedHashMap<String, Run>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode row = JSON.readTree(line);
        var pair =
            new CandidatePair(
                EntityDescription.of("").with("title", row.get("left").asText()),
                EntityDescription.of("").with("title", row.get("right").asText()));
        char answer =
            switch (row.get("response_clean").asInt()) {
              case 1 -> '1';
              case 0 -> '0';
              default -> '?';
            };
        Run run = runs.computeIfAbsent(row.get("task").asText(), prompt -> new Run());
        run.pairs.add(new LabeledPair(pair, MatchLabel.of(row.get("label").asInt() == 1)));
        run.outcomes.add(Given.outcome(pair, answer, OptionalDouble.empty()));
      }
    }
    var predictions = new LinkedHashMap<String, Predictions>();
    runs.forEach(
        (prompt, run) ->
            predictions.put(
                prompt, Predictions.of(new DatasetSplit("test", run.pairs), run.outcomes)));
    return predictions;
  }

  /** What was recorded for one prompt. */
  private static final class Run {
    final List<LabeledPair> pairs = new ArrayList<>();
    final List<MatchOutcome> outcomes = new ArrayList<>();
  }

  /** Reads a CSV file whose cells hold neither quotes nor commas. */
  private static List<Map<String, String>> csv(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> names = Arrays.asList(lines.get(0).split(",", -1));
    var rows = new ArrayList<Map<String, String>>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      var row = new LinkedHashMap<String, String>();
      for (int i = 0; i < cells.length; i++) {
        row.put(names.get(i), cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
