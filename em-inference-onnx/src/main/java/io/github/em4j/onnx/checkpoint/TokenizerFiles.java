package io.github.em4j.onnx.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of a tokenizer in a checkpoint folder.
 *
 * @param definition {@code tokenizer.json}
 * @param template the chat template, where there is one
 * @param specialTokens {@code bos_token} and the like, by these names
 */
record TokenizerFiles(
    TokenizerJson definition, Optional<ChatTemplate> template, Map<String, String> specialTokens) {
  static final String TOKENIZER = "tokenizer.json";
  static final String CONFIG = "tokenizer_config.json";
  static final String CHAT_TEMPLATE = "chat_template.jinja";

  private static final long MAX_CONFIG_BYTES = 16L << 20;
  private static final String TEMPLATE_FIELD = "chat_template";

  static TokenizerFiles open(CheckpointFolder folder) {
    TokenizerJson definition = TokenizerJson.read(folder.require(TOKENIZER));
    Optional<JsonObject> config =
        folder.find(CONFIG).map(file -> JsonObject.read(file, MAX_CONFIG_BYTES));
    Map<String, String> specialTokens = config.map(TokenizerFiles::specialTokens).orElse(Map.of());
    Optional<Path> ownFile = folder.find(CHAT_TEMPLATE);
    Optional<ChatTemplate> template =
        ownFile.isPresent()
            ? ownFile.map(file -> new ChatTemplate(file, text(file), specialTokens))
            : config.flatMap(
                json ->
                    template(json)
                        .map(source -> new ChatTemplate(json.file(), source, specialTokens)));
    return new TokenizerFiles(
        definition, template.map(ChatTemplate::requireQuestion), specialTokens);
  }

  private static String text(Path file) {
    return new String(JsonObject.readBytes(file, MAX_CONFIG_BYTES), StandardCharsets.UTF_8);
  }

  /** A token is written as its text, or as an object that holds its text. */
  private static Map<String, String> specialTokens(JsonObject config) {
    var tokens = new TreeMap<String, String>();
    for (String field : config.fields()) {
      if (field.endsWith("_token") && config.has(field)) {
        JsonNode value = config.value(field);
        JsonNode text = value.isObject() ? value.path("content") : value;
        if (text.isTextual()) {
          tokens.put(field, text.textValue());
        }
      }
    }
    return tokens;
  }

  /** One template, or several with names, of which {@code default} is taken. */
  private static Optional<String> template(JsonObject config) {
    if (!config.has(TEMPLATE_FIELD) || !config.value(TEMPLATE_FIELD).isArray()) {
      return config.text(TEMPLATE_FIELD);
    }
    for (JsonNode template : config.value(TEMPLATE_FIELD)) {
      if (template.path("name").asText().equals("default")
          && template.path("template").isTextual()) {
        return Optional.of(template.get("template").textValue());
      }
    }
    throw config.broken(TEMPLATE_FIELD, "is a list without a template named 'default'");
  }
}
