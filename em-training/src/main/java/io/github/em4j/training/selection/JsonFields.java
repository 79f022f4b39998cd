package io.github.em4j.training.selection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The fields of a JSON object that was read from a file. Every fault is an {@link
 * IllegalArgumentException} that says what was found and what is allowed; the reader of the file
 * adds the place.
 */
final class JsonFields {
  private static final int SHOWN = 60;

  private final String name;
  private final JsonNode object;

  private JsonFields(String name, JsonNode object) {
    this.name = name;
    this.object = object;
    if (!object.isObject()) {
      throw fault(name, "an object", object);
    }
  }

  static JsonFields of(JsonNode object) {
    return new JsonFields("the line", object);
  }

  private static IllegalArgumentException fault(String name, String wanted, JsonNode found) {
    String shown = found.isMissingNode() ? "nothing" : found.toString();
    return new IllegalArgumentException(
        "%s must be %s, found %s"
            .formatted(
                name, wanted, shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "…"));
  }

  private JsonNode at(String field) {
    return object.path(field);
  }

  private String path(String field) {
    return name.equals("the line") ? "'" + field + "'" : name + " '" + field + "'";
  }

  /** Refuses fields that nobody reads: they would be lost without a word. */
  JsonFields only(String... allowed) {
    Set<String> known = Set.of(allowed);
    object
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!known.contains(field)) {
                throw new IllegalArgumentException(
                    "%s has an unknown field '%s'; those allowed are %s"
                        .formatted(name, field, List.of(allowed)));
              }
            });
    return this;
  }

  /** Whether the field is there, be it null. */
  boolean has(String field) {
    return object.has(field);
  }

  /** Whether the field is there and not null. */
  boolean hasValue(String field) {
    return object.hasNonNull(field);
  }

  String text(String field) {
    return text(path(field), at(field));
  }

  private static String text(String path, JsonNode value) {
    if (!value.isTextual()) {
      throw fault(path, "a text", value);
    }
    return value.textValue();
  }

  Optional<String> optionalText(String field) {
    return hasValue(field) ? Optional.of(text(field)) : Optional.empty();
  }

  long count(String field) {
    JsonNode value = at(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw fault(path(field), "a whole number of at least 0", value);
    }
    return value.longValue();
  }

  int size(String field) {
    long size = count(field);
    if (size > Integer.MAX_VALUE) {
      throw fault(path(field), "at most " + Integer.MAX_VALUE, at(field));
    }
    return (int) size;
  }

  OptionalDouble optionalNumber(String field) {
    if (!hasValue(field)) {
      return OptionalDouble.empty();
    }
    if (!at(field).isNumber()) {
      throw fault(path(field), "a number", at(field));
    }
    return OptionalDouble.of(at(field).doubleValue());
  }

  Optional<Boolean> optionalBoolean(String field) {
    if (!hasValue(field)) {
      return Optional.empty();
    }
    if (!at(field).isBoolean()) {
      throw fault(path(field), "true or false", at(field));
    }
    return Optional.of(at(field).booleanValue());
  }

  <E extends Enum<E>> E oneOf(String field, Class<E> type) {
    String value = text(field);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(value)) {
        return constant;
      }
    }
    throw fault(path(field), "one of " + List.of(type.getEnumConstants()), at(field));
  }

  JsonFields object(String field) {
    return new JsonFields(path(field), at(field));
  }

  List<JsonFields> objects(String field) {
    if (!at(field).isArray()) {
      throw fault(path(field), "an array", at(field));
    }
    var objects = new ArrayList<JsonFields>();
    for (JsonNode element : at(field)) {
      objects.add(new JsonFields(path(field) + " entry " + (objects.size() + 1), element));
    }
    return objects;
  }

  /** Names and texts in their order; none where the field is missing. */
  Map<String, String> texts(String field) {
    var texts = new LinkedHashMap<String, String>();
    if (has(field)) {
      JsonFields map = object(field);
      map.object
          .properties()
          .forEach(
              entry -> texts.put(entry.getKey(), text(map.path(entry.getKey()), entry.getValue())));
    }
    return texts;
  }
}
