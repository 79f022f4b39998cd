package io.github.em4j.evaluation.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The fields of a JSON object that have to be what they are asked for.
 *
 * <p>What is missing or wrong is an {@link IllegalArgumentException}; whoever knows file and line
 * adds them.
 */
record JsonFields(JsonNode object) {

  static JsonFields of(JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("expected an object, found " + node.getNodeType());
    }
    return new JsonFields(node);
  }

  void requireFormat(String format, int version) {
    if (!format.equals(optionalText("format").orElse(""))) {
      throw new IllegalArgumentException(
          "expected format '%s', found '%s'"
              .formatted(format, optionalText("format").orElse("none")));
    }
    if (number("version") != version) {
      throw new IllegalArgumentException(
          "this version of em4j reads version %d of format '%s', found %d"
              .formatted(version, format, number("version")));
    }
  }

  String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> new IllegalArgumentException("the field '" + name + "' is missing"));
  }

  Optional<String> optionalText(String name) {
    return field(name)
        .map(
            value -> {
              if (!value.isTextual()) {
                throw wrong(name, "a text", value);
              }
              return value.textValue();
            });
  }

  long number(String name) {
    JsonNode value =
        field(name)
            .orElseThrow(() -> new IllegalArgumentException("the field '" + name + "' is missing"));
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, "a whole number", value);
    }
    return value.longValue();
  }

  OptionalDouble optionalReal(String name) {
    Optional<JsonNode> value = field(name);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!value.get().isNumber()) {
      throw wrong(name, "a number", value.get());
    }
    return OptionalDouble.of(value.get().doubleValue());
  }

  <E extends Enum<E>> E constant(String name, Class<E> type) {
    String text = text(name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "the field '%s' must be one of %s, found '%s'"
            .formatted(name, Arrays.toString(type.getEnumConstants()), text));
  }

  Optional<JsonFields> object(String name) {
    return field(name).map(JsonFields::of);
  }

  /** An object of texts; none where it is missing. */
  Map<String, String> texts(String name) {
    var texts = new LinkedHashMap<String, String>();
    object(name)
        .ifPresent(
            fields ->
                fields
                    .object()
                    .fieldNames()
                    .forEachRemaining(field -> texts.put(field, fields.text(field))));
    return texts;
  }

  private Optional<JsonNode> field(String name) {
    return Optional.ofNullable(object.get(name));
  }

  private static IllegalArgumentException wrong(String name, String allowed, JsonNode found) {
    return new IllegalArgumentException(
        "the field '%s' must be %s, found %s".formatted(name, allowed, found));
  }
}
