package io.github.em4j.openai;

import org.jspecify.annotations.Nullable;

/**
 * The server refuses the request as it is (400, 413, 422 and other 4xx): a prompt that is too long,
 * an option that the model does not take.
 */
public final class BadRequestException extends OpenAiException {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message, @Nullable Throwable cause, ReplyFacts facts) {
    super(Kind.BAD_REQUEST, message, cause, false, facts);
  }
}
