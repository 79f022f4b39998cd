package io.github.em4j.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Files of training examples as OpenAI's fine-tuning and TRL's {@code SFTTrainer} read them: a JSON
 * object a line, whose {@code messages} end with the assistant's, the completion.
 *
 * <pre>{@code
 * {"messages":[{"role":"user","content":"Do the two … match? …"},{"role":"assistant","content":"Yes"}]}
 * }</pre>
 *
 * <p>Labels of pairs, and which parts of a message are values, are not written.
 */
public final class ChatJsonLines {
  private static final String MESSAGES = "messages";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ChatJsonLines() {}

  /**
   * Writes the examples of some data.
   *
   * @param data the data
   * @param file where to; its folder has to exist
   * @throws EntityMatchingException if the file cannot be written
   */
  public static void writeExamples(FineTuningData data, Path file) {
    List<ObjectNode> lines =
        data.examples().stream().map(e -> line(e.prompt(), e.completion())).toList();
    write(lines, file);
  }

  /**
   * Writes the validation questions of some data, each with its right answer.
   *
   * @param data the data
   * @param file where to; its folder has to exist
   * @throws EntityMatchingException if the file cannot be written
   */
  public static void writeValidation(FineTuningData data, Path file) {
    write(data.validation().stream().map(q -> line(q.prompt(), q.answer())).toList(), file);
  }

  private static ObjectNode line(Prompt prompt, String completion) {
    ObjectNode line = JSON.createObjectNode();
    ArrayNode messages = line.putArray(MESSAGES);
    prompt.messages().forEach(message -> add(messages, message.role(), message.content()));
    add(messages, Message.Role.ASSISTANT, completion);
    return line;
  }

  private static void add(ArrayNode messages, Message.Role role, String content) {
    messages.addObject().put("role", role.name().toLowerCase(Locale.ROOT)).put("content", content);
  }

  private static void write(List<ObjectNode> lines, Path file) {
    try {
      WholeFile.write(
          file,
          out -> {
            for (ObjectNode line : lines) {
              out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
          });
    } catch (IOException e) {
      throw new EntityMatchingException(file + " cannot be written: " + e, e);
    }
  }

  /**
   * Reads examples. Fields beside {@code messages} are passed over, empty lines too.
   *
   * @param file the file, in UTF-8
   * @return its examples, without labels
   * @throws EntityMatchingException if the file cannot be read or a line is none of the form above;
   *     the message names the line
   */
  public static List<FineTuningExample> read(Path file) {
    List<FineTuningExample> examples = new ArrayList<>();
    int number = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          examples.add(example(JSON.readTree(line)));
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
    return examples;
  }

  private static EntityMatchingException broken(Path file, int line, String what, Exception cause) {
    return new EntityMatchingException(
        "line %d of %s is no example: %s".formatted(line, file, what), cause);
  }

  private static FineTuningExample example(JsonNode line) {
    JsonNode array = line.path(MESSAGES);
    if (!array.isArray() || array.size() < 2) {
      throw new IllegalArgumentException("'messages' must be an array of two or more messages");
    }
    List<Message> messages = new ArrayList<>();
    array.forEach(message -> messages.add(message(message)));
    Message last = messages.remove(messages.size() - 1);
    if (last.role() != Message.Role.ASSISTANT) {
      throw new IllegalArgumentException(
          "the last message must be the assistant's, found " + last.role());
    }
    return new FineTuningExample(new Prompt(messages), last.content());
  }

  private static Message message(JsonNode message) {
    String name = message.path("role").asText();
    Message.Role found = null;
    for (Message.Role role : Message.Role.values()) {
      found = role.name().toLowerCase(Locale.ROOT).equals(name) ? role : found;
    }
    if (found == null || !message.path("content").isTextual()) {
      throw new IllegalArgumentException(
          "a message needs the role system, user or assistant and a text as content, found the"
              + " role '%s'".formatted(name));
    }
    return new Message(found, message.path("content").asText(), List.of());
  }
}
