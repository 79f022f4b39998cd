package io.github.em4j.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Files of training examples with a JSON object a line, in UTF-8. */
public final class JsonLineFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonLineFiles() {}

  /**
   * Writes objects. The file appears whole or not at all. Half of a surrogate pair, which UTF-8
   * cannot say and models that are cut off leave behind, becomes U+FFFD.
   *
   * @param file where to; its folder has to exist
   * @param lines the objects
   * @throws EntityMatchingException if the file cannot be written
   */
  public static void write(Path file, List<ObjectNode> lines) {
    try {
      WholeFile.write(
          file,
          out -> {
            for (ObjectNode line : lines) {
              out.write((wholeCharacters(line.toString()) + "\n").getBytes(StandardCharsets.UTF_8));
            }
          });
    } catch (IOException e) {
      throw new EntityMatchingException(file + " cannot be written: " + e, e);
    }
  }

  /**
   * A text with U+FFFD in the place of each half of a surrogate pair.
   *
   * @param text any text
   * @return the text itself where it has none
   */
  public static String wholeCharacters(String text) {
    StringBuilder whole = null;
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        continue;
      }
      if (i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
        i++;
      } else {
        whole = whole == null ? new StringBuilder(text) : whole;
        whole.setCharAt(i, '\uFFFD');
      }
    }
    return whole == null ? text : whole.toString();
  }

  /**
   * Reads what is in a file; empty lines are passed over.
   *
   * @param file the file
   * @param read understands a line, or throws {@link IllegalArgumentException} with what was found
   * @param <T> what a line says
   * @return what the lines say, in their order
   * @throws EntityMatchingException if the file cannot be read or a line is none of the form; the
   *     message names the line
   */
  public static <T> List<T> read(Path file, Function<JsonNode, T> read) {
    var all = new ArrayList<T>();
    int number = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          all.add(read.apply(JSON.readTree(line)));
        }
      }
    } catch (JsonProcessingException e) {
      throw broken(file, number, e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw broken(file, number, String.valueOf(e.getMessage()), e);
    } catch (CharacterCodingException e) {
      throw broken(file, number + 1, "it is not UTF-8", e);
    } catch (IOException e) {
      throw new EntityMatchingException(file + " cannot be read: " + e, e);
    }
    return all;
  }

  private static EntityMatchingException broken(Path file, int line, String what, Exception cause) {
    return new EntityMatchingException(
        "line %d of %s is no example: %s".formatted(line, file, what), cause);
  }
}
