package io.github.em4j.openai;

import org.jspecify.annotations.Nullable;

/** The server failed (5xx, 408, 409), still after all retries. */
public final class ServerFailureException extends OpenAiException {
  private static final long serialVersionUID = 1L;

  ServerFailureException(String message, @Nullable Throwable cause, ReplyFacts facts) {
    super(Kind.SERVER, message, cause, true, facts);
  }
}
