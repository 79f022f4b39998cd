package io.github.em4j.prompts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.EntityDescription;
import io.github.em4j.testing.BenchmarkData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Our serialisation against the entity strings that stood in the paper's prompts. */
final class RecordedPromptsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void productsAreTheirTitles() throws IOException {
    assertSame("abt-buy", "abt-buy-full", Serializers.titleOnly(), List.of("name"));
    assertSame("amazon-google", "amazon-google-full", Serializers.titleOnly(), List.of("title"));
  }

  @Test
  void publicationsAreTitleAuthorsVenueAndYear() throws IOException {
    List<String> names = List.of("title", "authors", "venue", "year");
    EntitySerializer serializer = Serializers.attributes("; ", names.toArray(String[]::new));
    assertSame("dblp-acm", "dblp-acm", serializer, names);
  }

  /** The paper leaves an empty place for a missing value, we leave it out (a defect of theirs). */
  private static void assertSame(
      String dataset, String recorded, EntitySerializer serializer, List<String> names)
      throws IOException {
    Map<String, JsonNode> pairs = new HashMap<>();
    for (JsonNode pair : rows(dataset + "/paper_test_gs.json.gz")) {
      pairs.put(pair.get("pair_id").asText(), pair);
    }
    int compared = 0;
    for (JsonNode row :
        rows("tailormatch/responses_llama31-8b_standard_" + recorded + ".jsonl.gz")) {
      JsonNode pair = requireNonNull(pairs.get(row.get("pair_id").asText()));
      for (String side : List.of("left", "right")) {
        EntityDescription entity = entity(pair, side, names);
        if (entity.attributes().size() == names.size()) {
          assertThat(serializer.serialize(entity)).isEqualTo(row.get(side).asText());
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(15_000);
  }

  private static EntityDescription entity(JsonNode pair, String side, List<String> names) {
    EntityDescription entity = EntityDescription.of(side);
    for (String name : names) {
      entity = entity.with(name, pair.get(name + "_" + side).asText());
    }
    return entity;
  }

  private static List<JsonNode> rows(String file) throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(BenchmarkData.path(file))),
                StandardCharsets.UTF_8))) {
      List<JsonNode> rows = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows.add(JSON.readTree(line));
      }
      return rows;
    }
  }
}
