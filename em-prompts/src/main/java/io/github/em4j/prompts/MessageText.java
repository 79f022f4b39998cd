package io.github.em4j.prompts;

import io.github.em4j.model.Message;
import java.util.ArrayList;
import java.util.List;

/** The text of a message in the making, with the places of its values. */
final class MessageText {
  private final StringBuilder text = new StringBuilder();
  private final List<Message.ValueSpan> values = new ArrayList<>();

  MessageText append(String fixed) {
    text.append(fixed);
    return this;
  }

  MessageText appendValue(String value) {
    values.add(new Message.ValueSpan(text.length(), text.length() + value.length()));
    text.append(value);
    return this;
  }

  MessageText append(Message message) {
    int offset = text.length();
    text.append(message.content());
    for (Message.ValueSpan value : message.values()) {
      values.add(new Message.ValueSpan(offset + value.start(), offset + value.end()));
    }
    return this;
  }

  Message toMessage(Message.Role role) {
    return new Message(role, text.toString(), values);
  }
}
