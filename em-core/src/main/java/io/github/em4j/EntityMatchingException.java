package io.github.em4j;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that em4j throws when a job fails for a reason outside the calling code: a
 * broken file, a model that does not answer, a server that answers nonsense. Wrong arguments are
 * {@link IllegalArgumentException} and {@link NullPointerException}, use after close is {@link
 * IllegalStateException}.
 *
 * <p>A message says what was found, what is allowed and where.
 */
public class EntityMatchingException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Kept beside the message so that subclasses need not override {@link #isRetryable}. */
  private final boolean retryable;

  /**
   * A failure that the same call would meet again.
   *
   * @param message what was found, what is allowed and where
   */
  public EntityMatchingException(String message) {
    super(message);
    this.retryable = false;
  }

  /**
   * A failure that the same call would meet again.
   *
   * @param message what was found, what is allowed and where
   * @param cause what it came from, or null
   */
  public EntityMatchingException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = false;
  }

  /**
   * A failure, retryable or not.
   *
   * @param message what was found, what is allowed and where
   * @param cause what it came from, or null
   * @param retryable whether the same call may succeed later
   */
  public EntityMatchingException(String message, @Nullable Throwable cause, boolean retryable) {
    super(message, cause);
    this.retryable = retryable;
  }

  /**
   * Whether the same call may succeed later without any change by the caller.
   *
   * @return true for failures that pass, such as a rate limit
   */
  public boolean isRetryable() {
    return retryable;
  }

  /**
   * Whether every other call would fail as well, whatever it asks, until somebody changes
   * something: an unknown key, an account without money. Such a failure says nothing about the pair
   * or the prompt that met it.
   *
   * @return false where the failure may be that of one call alone
   */
  public boolean endsRun() {
    return false;
  }
}
