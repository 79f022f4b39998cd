package io.github.em4j.training.selection;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.dataset.DatasetFormatException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Files with one JSON object a line, in UTF-8, each line ended by a line feed. */
final class JsonLines {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonLines() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A line with its end. */
  static byte[] line(ObjectNode object) {
    return (withoutLoneSurrogates(object.toString()) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** A file of one object, for people to read as well. */
  static String pretty(ObjectNode object) {
    String text = object.toPrettyString().replace(System.lineSeparator(), "\n");
    return withoutLoneSurrogates(text) + "\n";
  }

  /**
   * Escapes halves of characters, which models that are cut off leave behind: UTF-8 has no bytes
   * for them. They can only stand inside of strings.
   */
  private static String withoutLoneSurrogates(String json) {
    var whole = new StringBuilder();
    int copied = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (i + 1 < json.length() && Character.isSurrogatePair(c, json.charAt(i + 1))) {
        i++;
      } else {
        whole.append(json, copied, i).append(String.format("\\u%04X", (int) c));
        copied = i + 1;
      }
    }
    return copied == 0 ? json : whole.append(json, copied, json.length()).toString();
  }

  /**
   * Reads the lines that are complete; what stands behind the last line feed was cut off.
   *
   * @param use takes each line; what it throws for a fault of the content becomes a fault of the
   *     file
   * @return how many bytes the complete lines have
   * @throws DatasetFormatException if a line is no object, or is not what is wanted
   */
  static long readComplete(Path file, Consumer<JsonFields> use) {
    long complete = 0;
    long number = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      var line = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          number++;
          complete += line.size() + 1L;
          read(file, number, line.toByteArray(), use);
          line.reset();
        } else {
          line.write(next);
        }
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return complete;
  }

  /**
   * Reads a file of which no line may be cut off.
   *
   * @throws DatasetFormatException as {@link #readComplete} does, and if the file does not end with
   *     a line feed
   */
  static void readWhole(Path file, Consumer<JsonFields> use) {
    long[] lines = {0};
    long complete =
        readComplete(
            file,
            line -> {
              lines[0]++;
              use.accept(line);
            });
    try {
      if (complete < Files.size(file)) {
        throw new DatasetFormatException(
            file, lines[0] + 1, -1, "the line is cut off; the file must end with a line end", null);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void read(Path file, long number, byte[] line, Consumer<JsonFields> use) {
    try {
      use.accept(JsonFields.of(JSON.readTree(line)));
    } catch (JsonProcessingException e) {
      throw new DatasetFormatException(file, number, -1, "no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new DatasetFormatException(file, number, -1, String.valueOf(e.getMessage()), e);
    }
  }

  /** Reads a file of one object. */
  static JsonNode readObject(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new DatasetFormatException(file, "no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static EntityMatchingException unreadable(Path file, IOException cause) {
    return new DatasetFormatException(file, "cannot be read: " + cause, cause);
  }
}
