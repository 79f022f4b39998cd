package io.github.em4j.prompts;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.github.em4j.model.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The wording of the question about a pair, with named placeholders.
 *
 * <p>{@code {left}} and {@code {right}} stand for the two entities and occur once each; {@code
 * {entity}} stands for what the entities are called, occurs any number of times, and needs {@link
 * Builder#entity}. A brace that is meant as such is doubled: <code>{{</code>, <code>}}</code>.
 * Anything else in braces is an error when the template is built.
 *
 * <p>Values are put in all at once, so that a placeholder inside a value stays the text that it is.
 * A value cannot break out of its place either:
 *
 * <ul>
 *   <li>a run of white space with a line break or another control character in it becomes one
 *       space, so no value begins a new line of the prompt;
 *   <li>where the template puts a placeholder between two quotation marks ({@code '}, {@code "} or
 *       {@code `}), that mark inside a value is kept between two letters or digits ({@code Men's})
 *       and becomes typographic elsewhere ({@code 5'} → {@code 5’}), so the first plain mark
 *       outside a word is the closing one.
 * </ul>
 *
 * <p>All other text comes out byte for byte. Immutable and safe for use by many threads.
 */
public final class PromptTemplate {
  private static final int HASH_CHARACTERS = 12;

  private final String name;
  private final Optional<String> system;
  private final List<TemplatePart> parts;
  private final String text;
  private final String hash;

  private PromptTemplate(String name, Optional<String> system, List<TemplatePart> parts) {
    this.name = name;
    this.system = system;
    this.parts = List.copyOf(parts);
    this.text = parts.stream().map(TemplatePart::source).collect(joining());
    this.hash = hash(system.map(s -> "s" + s).orElse("-") + "\u0000" + text);
  }

  /**
   * A template without an entity word and without a system message.
   *
   * @param name what it is called in reports; not blank
   * @param text the question with {@code {left}} and {@code {right}}
   * @return a template
   * @throws IllegalArgumentException if a placeholder is unknown, missing or repeated, or a brace
   *     stands alone
   */
  public static PromptTemplate of(String name, String text) {
    return builder(name, text).build();
  }

  /**
   * Starts a template.
   *
   * @param name what it is called in reports; not blank
   * @param text the question with {@code {left}}, {@code {right}} and perhaps {@code {entity}}
   * @return a new builder
   * @throws IllegalArgumentException if the name is blank
   */
  public static Builder builder(String name, String text) {
    return new Builder(name, text);
  }

  /**
   * What the template is called in reports.
   *
   * @return for example {@code domain-complex-force (product)}
   */
  public String name() {
    return name;
  }

  /**
   * The wording, with the entity word put in and the placeholders of the two sides left.
   *
   * @return text that {@link #of} would read as the same question
   */
  public String text() {
    return text;
  }

  /**
   * The first digits of the SHA-256 of system message and wording: two templates with the same hash
   * ask the same.
   *
   * @return 12 hexadecimal digits
   */
  public String hash() {
    return hash;
  }

  /**
   * Name and hash, as provenance records them.
   *
   * @return {@code name@hash}
   */
  public String id() {
    return name + "@" + hash;
  }

  /**
   * The message that sets the frame.
   *
   * @return the message, or empty where the template has none
   */
  public Optional<Message> systemMessage() {
    return system.map(Message::system);
  }

  /**
   * Asks about two serialised entities.
   *
   * @param left the text of the left entity
   * @param right the text of the right entity
   * @return a user message with the places of both texts marked as values
   */
  public Message question(String left, String right) {
    var question = new MessageText();
    for (TemplatePart part : parts) {
      if (part instanceof TemplatePart.Literal literal) {
        question.append(literal.text());
      } else if (part instanceof TemplatePart.Value value) {
        question.appendValue(value.render(left, right));
      }
    }
    return question.toMessage(Message.Role.USER);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PromptTemplate that
        && name.equals(that.name)
        && system.equals(that.system)
        && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return "PromptTemplate[" + id() + "]";
  }

  private static String hash(String content) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Collects the parts of a template. Not safe for use by many threads. */
  public static final class Builder {
    private final String name;
    private final String text;
    private Optional<String> entity = Optional.empty();
    private Optional<String> system = Optional.empty();

    private Builder(String name, String text) {
      if (requireNonNull(name, "name").isBlank()) {
        throw new IllegalArgumentException("the name of a template must not be blank");
      }
      this.name = name;
      this.text = requireNonNull(text, "text");
    }

    /**
     * Sets what the entities are called.
     *
     * @param entity one word or a few, singular, for example {@code product}; not blank, no line
     *     break
     * @return this builder
     * @throws IllegalArgumentException if it is blank or holds a line break
     */
    public Builder entity(String entity) {
      if (entity.isBlank() || !entity.equals(ValueText.onOneLine(entity))) {
        throw new IllegalArgumentException(
            "the entity word must not be blank and hold no line break, found '" + entity + "'");
      }
      this.entity = Optional.of(entity);
      return this;
    }

    /**
     * Sets a message that goes before the question. It may hold {@code {entity}}, and no other
     * placeholder.
     *
     * @param text the message, not blank
     * @return this builder
     * @throws IllegalArgumentException if it is blank
     */
    public Builder system(String text) {
      if (text.isBlank()) {
        throw new IllegalArgumentException("a system message must not be blank");
      }
      this.system = Optional.of(text);
      return this;
    }

    /**
     * Finishes the template.
     *
     * @return the template
     * @throws IllegalArgumentException if a placeholder is unknown, missing or repeated, a brace
     *     stands alone, or the entity word is missing or never used
     */
    public PromptTemplate build() {
      var parser = new TemplateParser(entity);
      try {
        List<TemplatePart> question = parser.question(text);
        Optional<String> frame = system.map(parser::withoutValues);
        parser.requireEntityUsed();
        return new PromptTemplate(name, frame, question);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("template '" + name + "': " + e.getMessage(), e);
      }
    }
  }
}
