package io.github.em4j.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.JsonLineFiles;
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
 * <p>The answers of demonstrations, which are messages of the assistant as well, have the weight 0:
 * OpenAI does not learn them then. Labels of pairs, and which parts of a message are values, are
 * not written. Half of a surrogate pair, which UTF-8 cannot say, is written as U+FFFD.
 */
public final class ChatJsonLines {
  private static final String MESSAGES = "messages";

  private ChatJsonLines() {}

  /**
   * Writes the examples of some data.
   *
   * @param data the data
   * @param file where to; its folder has to exist
   * @throws EntityMatchingException if the file cannot be written
   */
  public static void writeExamples(FineTuningData data, Path file) {
    JsonLineFiles.write(
        file, data.examples().stream().map(e -> line(e.prompt(), e.completion())).toList());
  }

  /**
   * Writes the validation questions of some data, each with its right answer.
   *
   * @param data the data
   * @param file where to; its folder has to exist
   * @throws EntityMatchingException if the file cannot be written
   */
  public static void writeValidation(FineTuningData data, Path file) {
    JsonLineFiles.write(
        file, data.validation().stream().map(q -> line(q.prompt(), q.answer())).toList());
  }

  private static ObjectNode line(Prompt prompt, String completion) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    ArrayNode messages = line.putArray(MESSAGES);
    for (Message message : prompt.messages()) {
      ObjectNode added = add(messages, message.role(), message.content());
      if (message.role() == Message.Role.ASSISTANT) {
        added.put("weight", 0);
      }
    }
    add(messages, Message.Role.ASSISTANT, completion);
    return line;
  }

  private static ObjectNode add(ArrayNode messages, Message.Role role, String content) {
    return messages
        .addObject()
        .put("role", role.name().toLowerCase(Locale.ROOT))
        .put("content", content);
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
    return JsonLineFiles.read(file, ChatJsonLines::example);
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
