package io.github.em4j.openai;

import org.jspecify.annotations.Nullable;

/** The key may not do this (403). */
public final class PermissionDeniedException extends OpenAiException {
  private static final long serialVersionUID = 1L;

  PermissionDeniedException(String message, @Nullable Throwable cause, ReplyFacts facts) {
    super(Kind.PERMISSION, message, cause, false, facts);
  }
}
