package io.github.em4j.openai;

import io.github.em4j.openai.UnreadableAnswerException.Defect;
import org.jspecify.annotations.Nullable;

/** An answer that is not as the protocol says; becomes an {@link UnreadableAnswerException}. */
final class MalformedAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Defect defect;

  MalformedAnswer(Defect defect, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.defect = defect;
  }

  MalformedAnswer(Defect defect, String message) {
    this(defect, message, null);
  }

  Defect defect() {
    return defect;
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
