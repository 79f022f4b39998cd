package io.github.em4j.onnx.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code tokenizer.json} and what has to be known of it beside the native tokenizer, read as a
 * stream: such a file may hold hundreds of thousands of entries.
 */
final class TokenizerJson {
  private static final long MAX_BYTES = 128L << 20;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(64).maxStringLength(32 << 20).build())
          .build();

  /** Far above any vocabulary, and the rows of a matrix can still be counted. */
  private static final int MAX_IDS = 1 << 24;

  private final Path file;
  private final byte[] bytes;
  private final Map<String, Integer> addedTokens = new LinkedHashMap<>();
  private int highestId = -1;

  private TokenizerJson(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  static TokenizerJson read(Path file) {
    var json = new TokenizerJson(file, JsonObject.readBytes(file, MAX_BYTES));
    try (JsonParser parser = JSON.createParser(json.bytes)) {
      json.scan(parser);
    } catch (IOException e) {
      throw json.broken(e);
    }
    return json;
  }

  Path file() {
    return file;
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The spellings that {@link #withMarkedTokens} marks, the longest first. */
  List<String> spellings() {
    return addedTokens.keySet().stream()
        .filter(this::isMarked)
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  /** The tokens that are cut out of a text before anything else, with their ids. */
  Map<String, Integer> addedTokens() {
    return Collections.unmodifiableMap(addedTokens);
  }

  int highestId() {
    return highestId;
  }

  private void scan(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new CheckpointException(file, "is not a JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("added_tokens") && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          scanAddedToken(parser);
        }
      } else if (field.equals("model") && value == JsonToken.START_OBJECT) {
        scanModel(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void scanAddedToken(JsonParser parser) throws IOException {
    @Nullable String content = null;
    int id = -1;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("content") && value == JsonToken.VALUE_STRING) {
        content = parser.getText();
      } else if (field.equals("id") && value == JsonToken.VALUE_NUMBER_INT) {
        id = id(parser);
      } else {
        parser.skipChildren();
      }
    }
    if (content == null || content.isEmpty() || id < 0) {
      throw new CheckpointException(file, "has an added token without content or id");
    }
    addedTokens.put(content, id);
    highestId = Math.max(highestId, id);
  }

  private int id(JsonParser parser) throws IOException {
    int id = parser.getIntValue();
    if (id >= MAX_IDS) {
      throw new CheckpointException(
          file, "has the token id %d; ids must be below %d".formatted(id, MAX_IDS));
    }
    return id;
  }

  private void scanModel(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("vocab") && value == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            highestId = Math.max(highestId, id(parser));
          }
        }
      } else if (field.equals("continuing_subword_prefix")
          && value == JsonToken.VALUE_STRING
          && parser.getTextLength() > 0) {
        // The native library cuts it off the second part of every merge, be it there or not, and
        // where that splits a character it ends the process.
        throw new CheckpointException(
            file,
            "has the continuing_subword_prefix '%s'; em4j reads tokenizers without one"
                .formatted(Names.shortened(parser.getText())));
      } else {
        parser.skipChildren();
      }
    }
  }

  /**
   * The same tokenizer, except that every added token is spelt with a mark before it: what used to
   * be its spelling is plain text. A merge that would build a token of that spelling goes too.
   */
  String withMarkedTokens(char mark) {
    var copy = new ByteArrayOutputStream(bytes.length + 4096);
    try (JsonParser parser = JSON.createParser(bytes);
        JsonGenerator out = JSON.createGenerator(copy)) {
      parser.nextToken();
      out.writeStartObject();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        out.writeFieldName(field);
        JsonToken value = parser.nextToken();
        if (field.equals("added_tokens") && value == JsonToken.START_ARRAY) {
          out.writeStartArray();
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            copyObject(parser, out, "content", mark);
          }
          out.writeEndArray();
        } else if (field.equals("model") && value == JsonToken.START_OBJECT) {
          copyObject(parser, out, "unk_token", mark);
        } else {
          out.copyCurrentStructure(parser);
        }
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw broken(e);
    }
    return copy.toString(StandardCharsets.UTF_8);
  }

  private void copyObject(JsonParser parser, JsonGenerator out, String token, char mark)
      throws IOException {
    out.writeStartObject();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      out.writeFieldName(field);
      JsonToken value = parser.nextToken();
      if (field.equals(token) && value == JsonToken.VALUE_STRING) {
        out.writeString(marked(parser.getText(), mark));
      } else if (field.equals("vocab") && value == JsonToken.START_OBJECT) {
        out.writeStartObject();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          out.writeFieldName(marked(parser.currentName(), mark));
          parser.nextToken();
          out.copyCurrentStructure(parser);
        }
        out.writeEndObject();
      } else if (field.equals("merges") && value == JsonToken.START_ARRAY) {
        copyMerges(parser, out);
      } else {
        out.copyCurrentStructure(parser);
      }
    }
    out.writeEndObject();
  }

  /** A merge is written as {@code "a b"} or as {@code ["a", "b"]}. */
  private void copyMerges(JsonParser parser, JsonGenerator out) throws IOException {
    out.writeStartArray();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_ARRAY) {
        String left = parser.nextTextValue();
        String right = parser.nextTextValue();
        parser.nextToken();
        if (!isMarked(left + right)) {
          out.writeStartArray();
          out.writeString(left);
          out.writeString(right);
          out.writeEndArray();
        }
      } else if (!isMarked(parser.getText().replace(" ", ""))) {
        out.writeString(parser.getText());
      }
    }
    out.writeEndArray();
  }

  private String marked(String token, char mark) {
    return isMarked(token) ? mark + token : token;
  }

  /** A mark cannot be put inside a single character, nor would one character be a command. */
  private boolean isMarked(String token) {
    return token.length() > 1 && addedTokens.containsKey(token);
  }

  private CheckpointException broken(IOException e) {
    return new CheckpointException(file, "is not valid JSON: " + e.getMessage(), e);
  }
}
