package io.github.em4j.openai;

import org.jspecify.annotations.Nullable;

/** The server could not be reached, or the connection broke. */
public final class ConnectionFailedException extends OpenAiException {
  private static final long serialVersionUID = 1L;

  ConnectionFailedException(String message, @Nullable Throwable cause, ReplyFacts facts) {
    super(Kind.CONNECTION, message, cause, true, facts);
  }
}
