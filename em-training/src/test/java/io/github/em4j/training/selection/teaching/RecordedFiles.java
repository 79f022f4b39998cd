package io.github.em4j.training.selection.teaching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.testing.BenchmarkData;
import io.github.em4j.training.selection.TrainingPair;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The recorded teacher output of the paper, and pairs made for tests. */
final class RecordedFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecordedFiles() {}

  /** The rows of a file of gzip'ed JSON lines. */
  static List<JsonNode> rows(String file) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(BenchmarkData.path(file))),
                StandardCharsets.UTF_8))) {
      var rows = new ArrayList<JsonNode>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows.add(JSON.readTree(line));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pairs of a file of WDC Products by their ids, titles only. */
  static Map<String, TrainingPair> wdcPairs(String file) {
    var pairs = new HashMap<String, TrainingPair>();
    for (JsonNode row : rows("wdc-products/" + file)) {
      String id = row.get("pair_id").asText();
      pairs.put(
          id,
          pair(
              id,
              row.get("title_left").asText(),
              row.get("title_right").asText(),
              row.get("label").asInt() == 1));
    }
    return pairs;
  }

  static TrainingPair pair(String key, String left, String right, boolean match) {
    return new TrainingPair(
        key,
        new LabeledPair(
            new CandidatePair(entity("l", left), entity("r", right)), MatchLabel.of(match)));
  }

  private static EntityDescription entity(String id, String title) {
    return EntityDescription.of(id).with("title", title);
  }
}
