package io.github.em4j.openai;

import org.jspecify.annotations.Nullable;

/** The request was not sent because the {@link SpendLimit} could have been passed. */
public final class SpendLimitException extends OpenAiException {
  private static final long serialVersionUID = 1L;

  SpendLimitException(String message, @Nullable Throwable cause, ReplyFacts facts) {
    super(Kind.SPEND_LIMIT, message, cause, false, facts);
  }
}
