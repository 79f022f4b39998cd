package io.github.em4j.openai;

import org.jspecify.annotations.Nullable;

/** The call was cancelled, its thread was interrupted, or the client was closed. */
public final class CallCancelledException extends OpenAiException {
  private static final long serialVersionUID = 1L;

  CallCancelledException(String message, @Nullable Throwable cause, ReplyFacts facts) {
    super(Kind.CANCELLED, message, cause, true, facts);
  }
}
