package io.github.em4j.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.openai.UnreadableAnswerException.Defect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Reads and writes the protocol's documents. Fields that nobody asks for are ignored; a field that
 * is needed and missing, or of another type, is a {@link MalformedAnswer} that names it. Values are
 * not quoted in messages.
 */
final class Json {
  private static final JsonMapper MAPPER =
      // Buffers of the threads at work, not of every thread that ever was: clients have many.
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // A message of this parser would quote what it read.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * The document in UTF-8. Goes by way of a string on purpose: records may hold half a surrogate
   * pair, which becomes a question mark then and would be an error otherwise.
   */
  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /** Reads a document that must be an object. */
  static ObjectNode parseObject(byte[] document) {
    JsonNode node;
    try {
      node = MAPPER.readTree(document);
    } catch (JsonEOFException e) {
      throw new MalformedAnswer(
          Defect.TRUNCATED, "the answer of " + document.length + " bytes ends in the middle");
    } catch (IOException e) {
      throw new MalformedAnswer(
          Defect.NOT_JSON, "the answer of " + document.length + " bytes is no JSON");
    }
    if (node.isMissingNode()) {
      throw new MalformedAnswer(Defect.TRUNCATED, "the answer is empty");
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedAnswer(
        Defect.WRONG_SHAPE, "the answer must be an object, found " + type(node));
  }

  /** Reads text that must hold a JSON object, written by a caller. */
  static ObjectNode parseArgument(String what, String text) {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          what + " must be a JSON object, found text that is no JSON", e);
    }
    throw new IllegalArgumentException(what + " must be a JSON object, found another value");
  }

  static String text(JsonNode parent, String field) {
    return optionalText(parent, field).orElseThrow(() -> missing(parent, field, "a text"));
  }

  static Optional<String> optionalText(JsonNode parent, String field) {
    JsonNode node = parent.path(field);
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  static long number(JsonNode parent, String field) {
    return optionalNumber(parent, field).orElseThrow(() -> missing(parent, field, "a number"));
  }

  /** A whole number; some servers write it as a text. */
  static OptionalLong optionalNumber(JsonNode parent, String field) {
    JsonNode node = parent.path(field);
    if (node.isTextual() && node.textValue().matches("-?\\d{1,18}")) {
      return OptionalLong.of(Long.parseLong(node.textValue()));
    }
    return node.isNumber() && node.canConvertToLong()
        ? OptionalLong.of(node.longValue())
        : OptionalLong.empty();
  }

  /** A number; some servers write it as a text. */
  static OptionalDouble optionalDecimal(JsonNode parent, String field) {
    JsonNode node = parent.path(field);
    if (node.isTextual()
        && node.textValue().matches("-?\\d{1,18}(\\.\\d{1,30})?([eE]-?\\d{1,3})?")) {
      return OptionalDouble.of(Double.parseDouble(node.textValue()));
    }
    return node.isNumber() ? OptionalDouble.of(node.doubleValue()) : OptionalDouble.empty();
  }

  static JsonNode array(JsonNode parent, String field) {
    JsonNode node = parent.path(field);
    if (!node.isArray()) {
      throw missing(parent, field, "an array");
    }
    return node;
  }

  static JsonNode object(JsonNode parent, String field) {
    JsonNode node = parent.path(field);
    if (!node.isObject()) {
      throw missing(parent, field, "an object");
    }
    return node;
  }

  private static MalformedAnswer missing(JsonNode parent, String field, String expected) {
    return new MalformedAnswer(
        Defect.WRONG_SHAPE,
        "field '%s' must be %s, found %s".formatted(field, expected, type(parent.path(field))));
  }

  private static String type(JsonNode node) {
    return node.getNodeType() == JsonNodeType.MISSING
        ? "none"
        : node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
  }
}
