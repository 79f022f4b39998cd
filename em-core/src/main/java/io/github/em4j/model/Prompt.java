package io.github.em4j.model;

import java.util.List;

/**
 * What a model is asked, as the messages of a conversation that ends where the model is to answer.
 *
 * @param messages the messages in their order, at least one
 */
public record Prompt(List<Message> messages) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no message
   */
  public Prompt {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a prompt needs at least one message");
    }
  }

  /**
   * A prompt of a single user message.
   *
   * @param text the message
   * @return a prompt
   */
  public static Prompt of(String text) {
    return new Prompt(List.of(Message.user(text)));
  }
}
