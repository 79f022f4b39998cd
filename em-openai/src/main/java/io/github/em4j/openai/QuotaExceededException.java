package io.github.em4j.openai;

import org.jspecify.annotations.Nullable;

/**
 * The account has no money or quota left (402, or 429 with the code {@code insufficient_quota}).
 */
public final class QuotaExceededException extends OpenAiException {
  private static final long serialVersionUID = 1L;

  QuotaExceededException(String message, @Nullable Throwable cause, ReplyFacts facts) {
    super(Kind.QUOTA, message, cause, false, facts);
  }
}
