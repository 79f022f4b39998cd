package io.github.em4j.openai;

import org.jspecify.annotations.Nullable;

/** No answer in the time that a call may take. */
public final class CallTimeoutException extends OpenAiException {
  private static final long serialVersionUID = 1L;

  CallTimeoutException(String message, @Nullable Throwable cause, ReplyFacts facts) {
    super(Kind.TIMEOUT, message, cause, true, facts);
  }
}
