package io.github.em4j.openai;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a failed exchange, without secrets.
 *
 * @param status the HTTP status, 0 where there was no answer
 * @param requestId the server's name for the request
 * @param message what the server said
 * @param code the server's code for the failure
 */
record ReplyFacts(
    int status, @Nullable String requestId, @Nullable String message, @Nullable String code)
    implements Serializable {
  static final ReplyFacts NONE = new ReplyFacts(0, null, null, null);
}
