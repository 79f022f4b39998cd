package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.em4j.testing.BenchmarkData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The published description of the protocol: schemas of requests, examples of answers. */
final class ProtocolDescription {
  /** The examples are written by people, who leave commas behind. */
  private static final JsonMapper LENIENT =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_TRAILING_COMMA).build();

  private final JsonNode root;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  ProtocolDescription() {
    try {
      root = LENIENT.readTree(BenchmarkData.path("../openai/openapi.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    straighten(root.path("components").path("schemas"));
  }

  /** An older dialect's {@code "exclusiveMinimum": true} has crept in. */
  private static void straighten(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("exclusiveMinimum").isBoolean()) {
      object.set("exclusiveMinimum", object.path("minimum").deepCopy());
      object.set("minimum", IntNode.valueOf(0));
    }
    node.forEach(ProtocolDescription::straighten);
  }

  /** A document is as a schema says, and has no field that the schema does not name. */
  void assertValid(String schema, byte[] document) {
    try {
      assertValid(schema, LENIENT.readTree(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void assertValid(String schema, JsonNode document) {
    ObjectNode wrapped = LENIENT.createObjectNode();
    wrapped.put("$ref", "#/components/schemas/" + schema);
    wrapped.set("components", root.path("components"));
    assertThat(registry.getSchema(wrapped).validate(document)).as(document.toString()).isEmpty();
    assertThat(unknownFields(document, List.of(wrapped), "")).as(document.toString()).isEmpty();
  }

  /** The fields that no schema names, at any depth; where a schema allows any, all are known. */
  private List<String> unknownFields(JsonNode document, List<JsonNode> schemas, String place) {
    var all = new ArrayList<JsonNode>();
    schemas.forEach(schema -> flatten(schema, all));
    var unknown = new ArrayList<String>();
    if (document.isArray()) {
      List<JsonNode> items =
          all.stream().filter(s -> s.has("items")).map(s -> s.get("items")).toList();
      document.forEach(entry -> unknown.addAll(unknownFields(entry, items, place + "[]")));
    }
    boolean open =
        all.stream().noneMatch(schema -> schema.has("properties"))
            || all.stream().anyMatch(schema -> schema.path("additionalProperties").asBoolean());
    for (Map.Entry<String, JsonNode> field : document.properties()) {
      String name = place + "/" + field.getKey();
      List<JsonNode> named =
          all.stream()
              .map(schema -> schema.path("properties").path(field.getKey()))
              .filter(schema -> !schema.isMissingNode())
              .toList();
      if (!named.isEmpty()) {
        unknown.addAll(unknownFields(field.getValue(), named, name));
      } else if (!open) {
        unknown.add(name);
      }
    }
    return unknown;
  }

  /** A schema and all that it refers to or is put together from. */
  private void flatten(JsonNode schema, List<JsonNode> into) {
    into.add(schema);
    if (schema.has("$ref")) {
      flatten(root.at(schema.path("$ref").asText().substring(1)), into);
    }
    for (String together : List.of("allOf", "anyOf", "oneOf")) {
      schema.path(together).forEach(part -> flatten(part, into));
    }
  }

  /** An operation that the description knows. */
  record Operation(String method, String path, JsonNode node) {
    /** The schema of a body of this type; empty where the operation takes none. */
    Optional<String> bodySchema(String type) {
      String reference =
          node.path("requestBody")
              .path("content")
              .path(type)
              .path("schema")
              .path("$ref")
              .asText("");
      return Optional.of(reference)
          .filter(text -> !text.isEmpty())
          .map(text -> text.substring(text.lastIndexOf('/') + 1));
    }

    Set<String> queryParameters() {
      var names = new HashSet<String>();
      for (JsonNode parameter : node.path("parameters")) {
        if (parameter.path("in").asText().equals("query")) {
          names.add(parameter.path("name").asText());
        }
      }
      return names;
    }

    @Override
    public String toString() {
      return method.toUpperCase(Locale.ROOT) + " " + path;
    }
  }

  /** The operation at a path, whose variables may have any value. */
  Optional<Operation> operation(String method, String path) {
    String key = method.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, JsonNode> entry : root.path("paths").properties()) {
      if (entry.getValue().has(key)
          && path.matches(entry.getKey().replaceAll("\\{[^}]*\\}", "[^/]+"))) {
        return Optional.of(new Operation(key, entry.getKey(), entry.getValue().path(key)));
      }
    }
    return Optional.empty();
  }

  /** The names and values that a form may have. */
  JsonNode properties(String schema) {
    return root.path("components").path("schemas").path(schema).path("properties");
  }

  /** The document that the description gives as the example of a schema. */
  JsonNode exampleOf(String schema) {
    JsonNode described = root.path("components").path("schemas").path(schema);
    return parseExample(described.path("x-oaiMeta").path("example").asText());
  }

  /** The answers that the description gives as examples of an operation, streamed ones left out. */
  List<Reply> examples(String path, String method) {
    JsonNode examples =
        root.path("paths").path(path).path(method).path("x-oaiMeta").path("examples");
    var replies = new ArrayList<Reply>();
    for (JsonNode example :
        examples.isArray() ? examples : LENIENT.createArrayNode().add(examples)) {
      String text = example.path("response").asText("");
      if (!text.isBlank() && !text.contains("chunk")) {
        replies.add(new Reply(200, Map.of(), Json.bytes(parseExample(text))));
      }
    }
    return replies;
  }

  /**
   * Some examples hold dots where people are to imagine more, some are half Python, some have lost
   * a comma at the end of a line.
   */
  private static JsonNode parseExample(String text) {
    String json =
        text.replaceAll("(?m)^\\s*(\\.{3,}.*|\\{ \\.{3} \\},?)$", "")
            .replace(": None", ": null")
            .replaceAll("([\"\\d\\]}])(\\s*\\R\\s*\")", "$1,$2");
    try {
      return LENIENT.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }
}
