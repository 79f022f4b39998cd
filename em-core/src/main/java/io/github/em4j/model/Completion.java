package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import io.github.em4j.TokenUsage;
import java.util.Objects;
import java.util.Optional;

/** What a model wrote. Immutable. */
public final class Completion {
  private final String text;
  private final FinishReason finishReason;
  private final TokenUsage usage;
  private final Optional<String> requestId;

  /** Why a model stopped writing. */
  public enum FinishReason {
    /** It ended by itself or met a stop string. */
    STOP,
    /** It met the limit of tokens: the text is cut off. */
    LENGTH,
    /** The server withheld the text. */
    CONTENT_FILTER,
    /** Anything else that a server says. */
    OTHER
  }

  /**
   * What was written, by a model that names no request.
   *
   * @param text the continuation of the prompt, without special tokens; may be empty
   * @param finishReason why the model stopped there
   * @param usage tokens read and written
   */
  public Completion(String text, FinishReason finishReason, TokenUsage usage) {
    this(text, finishReason, usage, Optional.empty());
  }

  private Completion(
      String text, FinishReason finishReason, TokenUsage usage, Optional<String> requestId) {
    this.text = requireNonNull(text, "text");
    this.finishReason = requireNonNull(finishReason, "finishReason");
    this.usage = requireNonNull(usage, "usage");
    this.requestId = requestId;
  }

  /**
   * This completion with the name of the request that it answers.
   *
   * @param id what the server calls the request
   * @return a new completion
   */
  public Completion withRequestId(String id) {
    return new Completion(text, finishReason, usage, Optional.of(id));
  }

  /**
   * The continuation of the prompt.
   *
   * @return a text without special tokens; may be empty
   */
  public String text() {
    return text;
  }

  /**
   * Why the model stopped there.
   *
   * @return the reason
   */
  public FinishReason finishReason() {
    return finishReason;
  }

  /**
   * What it cost.
   *
   * @return tokens read and written
   */
  public TokenUsage usage() {
    return usage;
  }

  /**
   * What the server calls the request, for its support.
   *
   * @return a name, or empty where there is no server or it gives none
   */
  public Optional<String> requestId() {
    return requestId;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Completion that
        && text.equals(that.text)
        && finishReason == that.finishReason
        && usage.equals(that.usage)
        && requestId.equals(that.requestId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, finishReason, usage, requestId);
  }

  /** The text, why it ends there, and what it cost. */
  @Override
  public String toString() {
    return "Completion['%s', %s, %s%s]"
        .formatted(text, finishReason, usage, requestId.map(id -> ", request " + id).orElse(""));
  }
}
