package io.github.em4j.onnx.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An object of a JSON file, read field by field. Every complaint names the file, the field, what
 * was found and what is allowed. A field that is {@code null} counts as absent; {@link #isNull}
 * tells the two apart.
 */
final class JsonObject {
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNumberLength(400)
                          .maxStringLength(4 << 20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path file;
  private final String prefix;
  private final ObjectNode node;

  private JsonObject(Path file, String prefix, ObjectNode node) {
    this.file = file;
    this.prefix = prefix;
    this.node = node;
  }

  static JsonObject read(Path file, long maxBytes) {
    byte[] bytes = readBytes(file, maxBytes);
    try {
      if (JSON.readTree(bytes) instanceof ObjectNode object) {
        return new JsonObject(file, "", object);
      }
      throw new CheckpointException(file, "is not a JSON object");
    } catch (JsonProcessingException e) {
      throw new CheckpointException(file, "is not valid JSON: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CheckpointException(file, "cannot be read: " + e, e);
    }
  }

  /** Reads a small file; its length is looked at first, and again while reading. */
  static byte[] readBytes(Path file, long maxBytes) {
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(
          file, Files.exists(file) ? "is not a regular file" : "there is no such file");
    }
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes((int) maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new CheckpointException(
            file, "is longer than the %d bytes allowed".formatted(maxBytes));
      }
      return bytes;
    } catch (IOException e) {
      throw new CheckpointException(file, "cannot be read: " + e, e);
    }
  }

  Path file() {
    return file;
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  boolean isNull(String field) {
    return node.has(field) && node.get(field).isNull();
  }

  List<String> fields() {
    var fields = new ArrayList<String>();
    node.fieldNames().forEachRemaining(fields::add);
    return fields;
  }

  /** The raw value; only for fields that are present. */
  JsonNode value(String field) {
    return node.get(field);
  }

  int integer(String field, int min, int max) {
    return optionalInteger(field, min, max)
        .orElseThrow(() -> broken(field, "is missing; it has to be a whole number"));
  }

  OptionalInt optionalInteger(String field, int min, int max) {
    if (!has(field)) {
      return OptionalInt.empty();
    }
    JsonNode value = node.get(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < min
        || value.intValue() > max) {
      throw broken(
          field,
          "has to be a whole number from %d to %d, found %s".formatted(min, max, shown(value)));
    }
    return OptionalInt.of(value.intValue());
  }

  double number(String field) {
    if (!has(field)) {
      throw broken(field, "is missing; it has to be a number");
    }
    JsonNode value = node.get(field);
    // 1e999 is valid JSON and infinite.
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw broken(field, "has to be a finite number, found " + shown(value));
    }
    return value.doubleValue();
  }

  double number(String field, double whenAbsent) {
    return has(field) ? number(field) : whenAbsent;
  }

  boolean flag(String field, boolean whenAbsent) {
    if (!has(field)) {
      return whenAbsent;
    }
    if (!node.get(field).isBoolean()) {
      throw broken(field, "has to be true or false, found " + shown(node.get(field)));
    }
    return node.get(field).booleanValue();
  }

  Optional<String> text(String field) {
    if (!has(field)) {
      return Optional.empty();
    }
    if (!node.get(field).isTextual()) {
      throw broken(field, "has to be a text, found " + shown(node.get(field)));
    }
    return Optional.of(node.get(field).textValue());
  }

  List<String> texts(String field) {
    if (!has(field)) {
      return List.of();
    }
    var texts = new ArrayList<String>();
    for (JsonNode element : array(field)) {
      if (!element.isTextual()) {
        throw broken(field, "has to hold texts, found " + shown(element));
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  /** One whole number or a list of them. */
  List<Integer> integers(String field) {
    if (!has(field)) {
      return List.of();
    }
    var numbers = new ArrayList<Integer>();
    for (JsonNode element :
        node.get(field).isArray() ? node.get(field) : List.of(node.get(field))) {
      if (!element.isIntegralNumber() || !element.canConvertToInt()) {
        throw broken(field, "has to hold whole numbers, found " + shown(element));
      }
      numbers.add(element.intValue());
    }
    return numbers;
  }

  Optional<JsonObject> object(String field) {
    if (!has(field)) {
      return Optional.empty();
    }
    if (node.get(field) instanceof ObjectNode object) {
      return Optional.of(new JsonObject(file, prefix + field + ".", object));
    }
    throw broken(field, "has to be an object, found " + shown(node.get(field)));
  }

  CheckpointException broken(String field, String problem) {
    return new CheckpointException(file, prefix + Names.shortened(field) + " " + problem);
  }

  private JsonNode array(String field) {
    if (!node.get(field).isArray()) {
      throw broken(field, "has to be a list, found " + shown(node.get(field)));
    }
    return node.get(field);
  }

  static String shown(JsonNode value) {
    return Names.shortened(value.toString());
  }
}
