package io.github.em4j.openai;

import org.jspecify.annotations.Nullable;

/** The server does not know the key (401), or there is none. */
public final class AuthenticationException extends OpenAiException {
  private static final long serialVersionUID = 1L;

  AuthenticationException(String message, @Nullable Throwable cause, ReplyFacts facts) {
    super(Kind.AUTHENTICATION, message, cause, false, facts);
  }
}
