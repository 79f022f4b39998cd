package io.github.em4j.openai;

import org.jspecify.annotations.Nullable;

/** Too many requests or tokens for now (429), still after all retries. */
public final class RateLimitException extends OpenAiException {
  private static final long serialVersionUID = 1L;

  RateLimitException(String message, @Nullable Throwable cause, ReplyFacts facts) {
    super(Kind.RATE_LIMIT, message, cause, true, facts);
  }
}
