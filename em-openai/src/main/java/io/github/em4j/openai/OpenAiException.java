package io.github.em4j.openai;

import io.github.em4j.EntityMatchingException;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A call to a server that failed. There is one subclass per reason, so that a program can catch
 * what it can do something about; {@link #isRetryable} tells whether the same call may succeed
 * later. The client has retried by itself before it throws.
 *
 * <p>No message holds the key or a prompt. What the server said may quote the request: it is in
 * {@link #serverMessage} and in the message, with the key cut out.
 */
public abstract sealed class OpenAiException extends EntityMatchingException
    permits AuthenticationException,
        PermissionDeniedException,
        ResourceNotFoundException,
        RateLimitException,
        QuotaExceededException,
        BadRequestException,
        ContentFilterException,
        ServerFailureException,
        CallTimeoutException,
        ConnectionFailedException,
        UnreadableAnswerException,
        SpendLimitException,
        CallCancelledException {

  /** Why a call failed, for counting; each kind has its own subclass. */
  public enum Kind {
    /** {@link AuthenticationException}. */
    AUTHENTICATION,
    /** {@link PermissionDeniedException}. */
    PERMISSION,
    /** {@link ResourceNotFoundException}. */
    NOT_FOUND,
    /** {@link RateLimitException}. */
    RATE_LIMIT,
    /** {@link QuotaExceededException}. */
    QUOTA,
    /** {@link BadRequestException}. */
    BAD_REQUEST,
    /** {@link ContentFilterException}. */
    CONTENT_FILTER,
    /** {@link ServerFailureException}. */
    SERVER,
    /** {@link CallTimeoutException}. */
    TIMEOUT,
    /** {@link ConnectionFailedException}. */
    CONNECTION,
    /** {@link UnreadableAnswerException}. */
    UNREADABLE,
    /** {@link SpendLimitException}. */
    SPEND_LIMIT,
    /** {@link CallCancelledException}. */
    CANCELLED
  }

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final ReplyFacts facts;

  OpenAiException(
      Kind kind, String message, @Nullable Throwable cause, boolean retryable, ReplyFacts facts) {
    super(message, cause, retryable);
    this.kind = kind;
    this.facts = facts;
  }

  /**
   * Why the call failed.
   *
   * @return the kind that belongs to this class
   */
  public final Kind kind() {
    return kind;
  }

  /**
   * The HTTP status of the answer.
   *
   * @return the status, or empty where there was no answer
   */
  public final OptionalInt status() {
    return facts.status() == 0 ? OptionalInt.empty() : OptionalInt.of(facts.status());
  }

  /**
   * What the server calls the request, for its support.
   *
   * @return the header {@code x-request-id}, or empty where there is none
   */
  public final Optional<String> requestId() {
    return Optional.ofNullable(facts.requestId());
  }

  /**
   * What the server said about the failure, without the key.
   *
   * @return the message, at most 1,000 characters, or empty where it said nothing
   */
  public final Optional<String> serverMessage() {
    return Optional.ofNullable(facts.message());
  }

  /**
   * The server's code for the failure, for example {@code context_length_exceeded}.
   *
   * @return the code, or empty where it gave none
   */
  public final Optional<String> serverCode() {
    return Optional.ofNullable(facts.code());
  }

  @Override
  public final boolean endsRun() {
    return switch (kind) {
      case AUTHENTICATION, PERMISSION, NOT_FOUND, QUOTA, SPEND_LIMIT, CANCELLED -> true;
      default -> false;
    };
  }
}
