package io.github.em4j.examples;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads YAML without forgetting the lines. */
final class SettingsFile {
  private static final YAMLFactory YAML = new YAMLFactory();

  private final JsonParser parser;
  private final String name;

  private SettingsFile(JsonParser parser, String name) {
    this.parser = parser;
    this.name = name;
  }

  /**
   * Reads a file.
   *
   * @throws BadArgumentException if it is no YAML, is empty, or names something twice
   */
  static SettingsNode read(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      return parse(Files.readString(file), name);
    } catch (CharacterCodingException e) {
      throw new BadArgumentException(name + " is not UTF-8");
    } catch (IOException e) {
      throw new BadArgumentException(file + " cannot be read: " + e);
    }
  }

  /** Reads a text; places say that it is a file of this name. */
  static SettingsNode parse(String text, String name) {
    try (JsonParser parser = YAML.createParser(text)) {
      SettingsFile reading = new SettingsFile(parser, name);
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new BadArgumentException(name + " is empty");
      }
      SettingsNode read = reading.node(first);
      if (parser.nextToken() != null) {
        throw new BadArgumentException("%s has a second document; one is allowed".formatted(name));
      }
      return read;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new BadArgumentException(
          "line %d of %s is no YAML: %s".formatted(line, name, firstLine(e.getOriginalMessage())));
    } catch (IOException e) {
      throw new BadArgumentException(name + " cannot be read: " + e);
    }
  }

  /** What the parser quotes of the file goes on for lines. */
  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }

  private String place() {
    return "line %d of %s".formatted(parser.currentTokenLocation().getLineNr(), name);
  }

  private SettingsNode node(@Nullable JsonToken token) throws IOException {
    String place = place();
    if (token == JsonToken.START_OBJECT) {
      return new SettingsNode.Group(entries(), place);
    }
    if (token == JsonToken.START_ARRAY) {
      List<SettingsNode> items = new ArrayList<>();
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        items.add(node(next));
      }
      return new SettingsNode.Items(items, place);
    }
    String text = token == JsonToken.VALUE_NULL ? "" : parser.getText();
    return new SettingsNode.Scalar(text, place);
  }

  private Map<String, SettingsNode.Entry> entries() throws IOException {
    Map<String, SettingsNode.Entry> entries = new LinkedHashMap<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_OBJECT;
        next = parser.nextToken()) {
      String place = place();
      String key = parser.currentName();
      SettingsNode value = node(parser.nextToken());
      SettingsNode.Entry before = entries.put(key, new SettingsNode.Entry(place, value));
      if (before != null) {
        throw new BadArgumentException(
            "%s: '%s' is said twice, before in %s".formatted(place, key, before.place()));
      }
    }
    return entries;
  }
}
