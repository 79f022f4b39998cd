package io.github.em4j.openai;

import org.jspecify.annotations.Nullable;

/** The server answered with success, but not with what the protocol says. */
public final class UnreadableAnswerException extends OpenAiException {

  /** What is wrong with an answer. */
  public enum Defect {
    /** It ends in the middle. */
    TRUNCATED,
    /** It is no JSON. */
    NOT_JSON,
    /** It is JSON of another form. */
    WRONG_SHAPE,
    /** It has no choices: the model said nothing at all. */
    NO_CHOICES,
    /** It has more bytes than an answer to this request can have, and was not read. */
    TOO_LARGE
  }

  private static final long serialVersionUID = 1L;

  private final Defect defect;

  UnreadableAnswerException(
      Defect defect, String message, @Nullable Throwable cause, ReplyFacts facts) {
    super(Kind.UNREADABLE, message, cause, isPassing(defect), facts);
    this.defect = defect;
  }

  /** A server that speaks another form today does so tomorrow; a cut connection heals. */
  private static boolean isPassing(Defect defect) {
    return defect != Defect.WRONG_SHAPE && defect != Defect.TOO_LARGE;
  }

  /**
   * What is wrong.
   *
   * @return the defect
   */
  public Defect defect() {
    return defect;
  }
}
