package io.github.em4j.openai;

import org.jspecify.annotations.Nullable;

/** A filter of the server withholds the answer, or does not let the prompt through. */
public final class ContentFilterException extends OpenAiException {
  private static final long serialVersionUID = 1L;

  ContentFilterException(String message, @Nullable Throwable cause, ReplyFacts facts) {
    super(Kind.CONTENT_FILTER, message, cause, false, facts);
  }
}
