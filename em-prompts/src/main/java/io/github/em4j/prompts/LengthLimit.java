package io.github.em4j.prompts;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityDescription;
import java.util.LinkedHashMap;

/** A serialiser that cuts what goes into another one, or what comes out of it. */
record LengthLimit(EntitySerializer serializer, Scope scope, int maxCharacters)
    implements EntitySerializer {

  enum Scope {
    VALUE,
    TEXT
  }

  LengthLimit {
    requireNonNull(serializer, "serializer");
    if (maxCharacters < 1) {
      throw new IllegalArgumentException(
          "a length limit must be at least 1 character, found " + maxCharacters);
    }
  }

  @Override
  public String serialize(EntityDescription entity) {
    return switch (scope) {
      case VALUE -> serializer.serialize(withShortValues(entity));
      case TEXT -> cut(serializer.serialize(entity));
    };
  }

  @Override
  public String description() {
    return serializer.description()
        + switch (scope) {
          case VALUE -> ", values up to ";
          case TEXT -> ", text up to ";
        }
        + maxCharacters
        + " characters";
  }

  private EntityDescription withShortValues(EntityDescription entity) {
    var shortened = new LinkedHashMap<String, String>();
    entity.attributes().forEach((name, value) -> shortened.put(name, cut(value.strip())));
    return new EntityDescription(entity.id(), shortened);
  }

  private String cut(String text) {
    if (text.length() <= maxCharacters || text.codePointCount(0, text.length()) <= maxCharacters) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, maxCharacters)).stripTrailing();
  }
}
