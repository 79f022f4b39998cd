package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One message of a prompt. It knows which parts of its text are entity values, so that a model with
 * a short context can cut inside the values and never inside the instruction.
 *
 * @param role who speaks
 * @param content the text
 * @param values the parts of the text that come from entity descriptions, in order, not
 *     overlapping; may be empty
 */
public record Message(Role role, String content, List<ValueSpan> values) {

  /** Who speaks. */
  public enum Role {
    /** The frame that the application sets. */
    SYSTEM,
    /** The question. */
    USER,
    /** The model's answer; before the last message, one that a demonstration shows. */
    ASSISTANT
  }

  /**
   * Where an entity value stands in a message.
   *
   * @param start index of the first character (UTF-16 unit), at least 0
   * @param end index after the last character, at least {@code start}
   */
  public record ValueSpan(int start, int end) {

    /**
     * Checks the order of the two.
     *
     * @throws IllegalArgumentException if {@code start} is negative or greater than {@code end}
     */
    public ValueSpan {
      if (start < 0 || end < start) {
        throw new IllegalArgumentException(
            "a span must satisfy 0 <= start <= end, found " + start + ", " + end);
      }
    }
  }

  /**
   * Copies the spans and checks that they lie inside the text, in order.
   *
   * @throws IllegalArgumentException if a span overlaps the one before it or ends behind the text
   */
  public Message {
    requireNonNull(role, "role");
    requireNonNull(content, "content");
    values = List.copyOf(values);
    int free = 0;
    for (ValueSpan value : values) {
      if (value.start() < free || value.end() > content.length()) {
        throw new IllegalArgumentException(
            "value spans must follow one another inside the "
                + content.length()
                + " characters, found "
                + values);
      }
      free = value.end();
    }
  }

  /**
   * A user message without marked values.
   *
   * @param content the text
   * @return a message
   */
  public static Message user(String content) {
    return new Message(Role.USER, content, List.of());
  }

  /**
   * A system message without marked values.
   *
   * @param content the text
   * @return a message
   */
  public static Message system(String content) {
    return new Message(Role.SYSTEM, content, List.of());
  }

  /**
   * An assistant message without marked values.
   *
   * @param content the text
   * @return a message
   */
  public static Message assistant(String content) {
    return new Message(Role.ASSISTANT, content, List.of());
  }
}
