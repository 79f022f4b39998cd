package io.github.em4j.training.selection.teaching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.em4j.prompts.EntitySerializer;
import io.github.em4j.prompts.Serializers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How the entities of generated pairs are shown to a teacher and written by it. */
sealed interface EntityForm {
  /** What models write for a value that they do not have. */
  Set<String> ABSENT = Set.of("", "null", "none", "nan", "n/a", "missing");

  /** White space and control characters, which are one blank in a value. */
  Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}\\u00A0]+");

  /** What a teacher sees of a record. */
  EntitySerializer serializer();

  /** What one side of the answer looks like, for the prompt. */
  String example();

  /** What else the prompt says of the form; may be empty. */
  String instruction();

  /** A text of {@link #serializer} as it stands in JSON. */
  String json(String text);

  /** The attributes of one side of an answer; empty where it is not of this form. */
  Optional<Map<String, String>> read(JsonNode side);

  /** The text of a side that was read, comparable with that of {@link #serializer}. */
  String text(Map<String, String> attributes);

  /** What settings say of the form. */
  String description();

  /**
   * Each entity is one text.
   *
   * @param serializer writes the text
   * @param attribute takes the text of a generated entity
   */
  record OneText(EntitySerializer serializer, String attribute) implements EntityForm {

    @Override
    public String example() {
      return "\"…\"";
    }

    @Override
    public String instruction() {
      return "";
    }

    @Override
    public String json(String text) {
      return JsonNodeFactory.instance.textNode(text).toString();
    }

    @Override
    public Optional<Map<String, String>> read(JsonNode side) {
      JsonNode text = side;
      if (side.isObject()) {
        text = side.size() == 1 ? side.elements().next() : side.path(attribute);
      }
      return value(text).map(value -> Map.of(attribute, value));
    }

    @Override
    public String text(Map<String, String> attributes) {
      return attributes.getOrDefault(attribute, "");
    }

    @Override
    public String description() {
      return "one text as '" + attribute + "'";
    }
  }

  /**
   * Each entity is an object with these attributes.
   *
   * @param names at least one, all different
   */
  record Attributes(List<String> names) implements EntityForm {

    @Override
    public EntitySerializer serializer() {
      return Serializers.json(names.toArray(String[]::new));
    }

    @Override
    public String example() {
      var object = JsonNodeFactory.instance.objectNode();
      names.forEach(name -> object.put(name, "…"));
      return object.toString();
    }

    @Override
    public String instruction() {
      return " Leave out an attribute that a source would not state.";
    }

    @Override
    public String json(String text) {
      return text;
    }

    @Override
    public Optional<Map<String, String>> read(JsonNode side) {
      Map<String, String> found = new LinkedHashMap<>();
      for (String name : names) {
        for (Map.Entry<String, JsonNode> field : side.properties()) {
          if (field.getKey().equalsIgnoreCase(name)) {
            value(field.getValue()).ifPresent(value -> found.putIfAbsent(name, value));
          }
        }
      }
      return Optional.of(found).filter(attributes -> !attributes.isEmpty());
    }

    @Override
    public String text(Map<String, String> attributes) {
      var object = JsonNodeFactory.instance.objectNode();
      attributes.forEach(object::put);
      return object.toString();
    }

    @Override
    public String description() {
      return "attributes " + names;
    }
  }

  /** A text or number on one line, unless it only says that there is none. */
  private static Optional<String> value(JsonNode node) {
    if (!node.isTextual() && !node.isNumber()) {
      return Optional.empty();
    }
    String text = SPACE.matcher(node.asText()).replaceAll(" ").strip();
    return ABSENT.contains(text.toLowerCase(Locale.ROOT)) ? Optional.empty() : Optional.of(text);
  }
}
