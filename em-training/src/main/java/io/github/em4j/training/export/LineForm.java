package io.github.em4j.training.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.internal.JsonLineFiles;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How an example is said in a line. Safe for use by many threads. */
interface LineForm {

  /** Says an example, or throws {@link IllegalArgumentException} where the form cannot. */
  ObjectNode line(FineTuningExample example);

  /** Understands a line, or throws {@link IllegalArgumentException} with what was found. */
  FineTuningExample example(JsonNode line);

  /** Whether an example was read with the messages and the completion that were written. */
  static boolean saysTheSame(FineTuningExample written, FineTuningExample read) {
    List<Message> left = written.prompt().messages();
    List<Message> right = read.prompt().messages();
    if (!isWritten(written.completion(), read.completion()) || left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (left.get(i).role() != right.get(i).role()
          || !isWritten(left.get(i).content(), right.get(i).content())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWritten(String text, String found) {
    return JsonLineFiles.wholeCharacters(text).equals(found);
  }

  /** A new object. */
  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Adds a message to an array and returns its object. */
  static ObjectNode add(ArrayNode messages, Message.Role role, String content) {
    return messages
        .addObject()
        .put("role", role.name().toLowerCase(Locale.ROOT))
        .put("content", content);
  }

  /** The messages of an array. */
  static List<Message> messages(JsonNode line, String field, int least) {
    JsonNode array = line.path(field);
    if (!array.isArray() || array.size() < least) {
      throw new IllegalArgumentException(
          "'%s' must be an array of %d or more messages".formatted(field, least));
    }
    List<Message> messages = new ArrayList<>();
    array.forEach(message -> messages.add(message(message)));
    return messages;
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

  /** An example of messages and the completion behind them. */
  static FineTuningExample example(List<Message> prompt, Message completion) {
    if (completion.role() != Message.Role.ASSISTANT) {
      throw new IllegalArgumentException(
          "the completion must be the assistant's, found " + completion.role());
    }
    return new FineTuningExample(new Prompt(prompt), completion.content());
  }
}
