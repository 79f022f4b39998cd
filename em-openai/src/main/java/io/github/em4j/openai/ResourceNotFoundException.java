package io.github.em4j.openai;

import org.jspecify.annotations.Nullable;

/** There is no such model, file, job or address (404). */
public final class ResourceNotFoundException extends OpenAiException {
  private static final long serialVersionUID = 1L;

  ResourceNotFoundException(String message, @Nullable Throwable cause, ReplyFacts facts) {
    super(Kind.NOT_FOUND, message, cause, false, facts);
  }
}
