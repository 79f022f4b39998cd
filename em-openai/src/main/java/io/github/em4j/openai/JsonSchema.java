package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

/**
 * A form that an answer in JSON has to have.
 *
 * @param name what the form is called: 1 to 64 letters, digits, {@code _} and {@code -}
 * @param schema the JSON schema, as JSON
 * @param strict whether the server has to keep to it exactly; it then allows part of the schema
 *     language only
 */
public record JsonSchema(String name, String schema, boolean strict) {

  /**
   * Checks name and schema.
   *
   * @throws IllegalArgumentException if the name has another form, or the schema is no JSON object
   */
  public JsonSchema {
    requireNonNull(schema, "schema");
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "a schema's name must be 1 to 64 letters, digits, '_' and '-', found '" + name + "'");
    }
    Json.parseArgument("schema", schema);
  }
}
