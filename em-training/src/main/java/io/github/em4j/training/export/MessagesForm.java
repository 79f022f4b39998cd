package io.github.em4j.training.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Message;
import java.util.List;

/**
 * One list of messages that ends with the completion.
 *
 * @param mark what keeps the answer of a demonstration from being learnt: {@code weight} 0 or
 *     {@code training} false; empty for nothing
 */
record MessagesForm(String mark) implements LineForm {
  private static final String MESSAGES = "messages";

  @Override
  public ObjectNode line(FineTuningExample example) {
    ObjectNode line = LineForm.object();
    ArrayNode messages = line.putArray(MESSAGES);
    for (Message message : example.prompt().messages()) {
      ObjectNode added = LineForm.add(messages, message.role(), message.content());
      if (message.role() == Message.Role.ASSISTANT) {
        switch (mark) {
          case "weight" -> added.put(mark, 0);
          case "training" -> added.put(mark, false);
          default -> {}
        }
      }
    }
    LineForm.add(messages, Message.Role.ASSISTANT, example.completion());
    return line;
  }

  @Override
  public FineTuningExample example(JsonNode line) {
    List<Message> messages = LineForm.messages(line, MESSAGES, 2);
    Message last = messages.remove(messages.size() - 1);
    return LineForm.example(messages, last);
  }
}
