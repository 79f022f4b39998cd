package io.github.em4j.training.selection.rounds;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a long run has done so far, in JSON lines: the settings first, then one line for each part
 * that is done. A line that a killed process left unfinished is dropped. Not safe for use by many
 * threads or processes.
 */
final class RunFile {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final String SETTINGS = "settings";

  private final Path file;
  private final List<JsonNode> entries;

  private RunFile(Path file, List<JsonNode> entries) {
    this.file = file;
    this.entries = entries;
  }

  /**
   * Opens the file of a run or begins it.
   *
   * @param settings what a run that is gone on with must have in common with this one
   */
  static RunFile open(Path file, Map<String, String> settings) {
    try {
      if (!Files.exists(file)) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
          Files.createDirectories(folder);
        }
        ObjectNode head = JSON.createObjectNode();
        head.set(SETTINGS, JSON.valueToTree(settings));
        WholeFile.writeString(file, head + "\n");
      }
      List<JsonNode> lines = wholeLines(file);
      requireSame(settings, lines.get(0), file);
      return new RunFile(file, new ArrayList<>(lines.subList(1, lines.size())));
    } catch (IOException e) {
      throw new EntityMatchingException("the record " + file + " cannot be used: " + e, e);
    }
  }

  private static List<JsonNode> wholeLines(Path file) throws IOException {
    String text = Files.readString(file);
    int end = text.lastIndexOf('\n') + 1;
    var lines = new ArrayList<JsonNode>();
    for (String line : text.substring(0, end).lines().toList()) {
      try {
        JsonNode entry = JSON.readTree(line);
        if (!entry.isObject()) {
          throw broken(file, lines.size() + 1, "it must be an object", null);
        }
        lines.add(entry);
      } catch (JsonProcessingException e) {
        throw broken(file, lines.size() + 1, e.getOriginalMessage(), e);
      }
    }
    if (lines.isEmpty() || !lines.get(0).path(SETTINGS).isObject()) {
      throw broken(file, 1, "it must hold the settings of a run", null);
    }
    if (end < text.length()) {
      WholeFile.writeString(file, text.substring(0, end));
    }
    return lines;
  }

  private static EntityMatchingException broken(
      Path file, int line, String what, @Nullable Exception cause) {
    return new EntityMatchingException(
        "the record %s is broken in line %d: %s".formatted(file, line, what), cause);
  }

  private static void requireSame(Map<String, String> settings, JsonNode head, Path file) {
    var recorded = new LinkedHashMap<String, String>();
    head.get(SETTINGS)
        .properties()
        .forEach(field -> recorded.put(field.getKey(), field.getValue().asText()));
    var names = new TreeSet<>(recorded.keySet());
    names.addAll(settings.keySet());
    List<String> different =
        names.stream()
            .filter(
                name -> !settings.getOrDefault(name, "").equals(recorded.getOrDefault(name, "")))
            .map(
                name ->
                    "%s was '%s' and is '%s'"
                        .formatted(
                            name, recorded.getOrDefault(name, ""), settings.getOrDefault(name, "")))
            .toList();
    if (!different.isEmpty()) {
      throw new EntityMatchingException(
          "%s is the record of another run: %s; choose another folder"
              .formatted(file, String.join(", ", different)));
    }
  }

  /** What was done before, in its order. */
  List<JsonNode> entries() {
    return List.copyOf(entries);
  }

  /** Adds what is done now. */
  void append(JsonNode entry) {
    try {
      Files.writeString(file, entry + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new EntityMatchingException("the record " + file + " cannot be written: " + e, e);
    }
    entries.add(entry);
  }

  /** A field that has to be there. */
  static JsonNode required(JsonNode entry, String field) {
    JsonNode value = entry.get(field);
    if (value == null) {
      throw new EntityMatchingException(
          "a line of the record needs the field '%s', found %s".formatted(field, entry));
    }
    return value;
  }
}
