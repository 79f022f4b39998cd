package io.github.em4j.training.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration file in YAML: comments, then groups of values under a heading each. Texts stand
 * in quotes and numbers without an exponent, for YAML 1.1 takes {@code no} for a truth value and
 * {@code 2e-4} for a text.
 */
final class ConfigFile {
  private static final YAMLMapper YAML = yaml();

  private final List<String> comments = new ArrayList<>();
  private final Map<String, Map<String, Object>> groups = new LinkedHashMap<>();

  private static YAMLMapper yaml() {
    YAMLMapper mapper =
        new YAMLMapper(
            YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                .build());
    mapper.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    return mapper;
  }

  ConfigFile comment(String line) {
    comments.add(line);
    return this;
  }

  /** Begins a group, to which values are then put. */
  Map<String, Object> group(String heading) {
    return groups.computeIfAbsent(heading, name -> new LinkedHashMap<>());
  }

  /** All values, whatever their group. */
  private ObjectNode values() {
    ObjectNode all = YAML.createObjectNode();
    groups.values().forEach(group -> all.setAll(node(group)));
    return all;
  }

  private static ObjectNode node(Map<String, Object> values) {
    ObjectNode node = YAML.createObjectNode();
    values.forEach((name, value) -> node.set(name, YAML.valueToTree(plain(value))));
    return node;
  }

  private static Object plain(Object value) {
    if (value instanceof Double number) {
      return exact(number);
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> plain = new LinkedHashMap<>();
      map.forEach((name, inner) -> plain.put(name, plain(inner)));
      return plain;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(inner -> plain(inner)).toList();
    }
    return value;
  }

  private static BigDecimal exact(double number) {
    return new BigDecimal(Double.toString(number)).stripTrailingZeros();
  }

  String render() {
    try {
      StringBuilder text = new StringBuilder();
      comments.forEach(line -> text.append("# ").append(line).append('\n'));
      for (Map.Entry<String, Map<String, Object>> group : groups.entrySet()) {
        text.append("\n# ").append(group.getKey()).append('\n');
        text.append(YAML.writeValueAsString(node(group.getValue())));
      }
      return text.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the file, reads it back and compares. */
  void write(Path file) {
    try {
      WholeFile.writeString(file, render());
      JsonNode found = YAML.readTree(Files.readString(file));
      if (!YAML.readTree(YAML.writeValueAsString(values())).equals(found)) {
        throw new EntityMatchingException(file + " is read otherwise than it was written");
      }
    } catch (IOException e) {
      throw new EntityMatchingException(file + " cannot be written: " + e, e);
    }
  }
}
