package io.github.em4j.training.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What happened in a run, a JSON object a line: one for every step and one for every epoch. */
final class RunLog {
  private static final String STEP = "step";

  private final ObjectMapper json = new ObjectMapper();
  private final Path file;
  private final Map<String, String> facts;

  /**
   * A log.
   *
   * @param facts what stands in every line
   */
  RunLog(Path file, Map<String, String> facts) {
    this.file = file;
    this.facts = facts;
  }

  /** Forgets what a killed process did after the state that is gone on from. */
  void keepUntil(int step, int epochs) {
    if (!Files.exists(file)) {
      return;
    }
    List<String> kept = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode entry = entry(line);
        if (entry.path(STEP).asInt(Integer.MAX_VALUE) <= step
            && entry.path("epoch").asInt(0) <= epochs) {
          kept.add(line + "\n");
        }
      }
      WholeFile.writeString(file, String.join("", kept));
    } catch (IOException e) {
      throw new EntityMatchingException("the log " + file + " cannot be read: " + e, e);
    }
  }

  /** An entry without a step where the line is broken off. */
  private JsonNode entry(String line) {
    try {
      return json.readTree(line);
    } catch (JsonProcessingException e) {
      return json.createObjectNode();
    }
  }

  void step(long step, Map<String, Double> metrics) {
    append(json.createObjectNode().put(STEP, step), metrics);
  }

  void epoch(long step, int epoch, Map<String, Double> metrics) {
    append(json.createObjectNode().put(STEP, step).put("epoch", epoch), metrics);
  }

  private void append(ObjectNode entry, Map<String, Double> metrics) {
    facts.forEach(entry::put);
    metrics.forEach(entry::put);
    try {
      Files.writeString(
          file,
          entry + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new EntityMatchingException("the log " + file + " cannot be written: " + e, e);
    }
  }
}
