package io.github.em4j.evaluation.study;

import io.github.em4j.EntityMatchingException;
import java.io.Serial;

/** Says that every cell of a study failed. The next run tries all of them again. */
public final class StudyFailedException extends EntityMatchingException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * A study without a result.
   *
   * @param message what failed first
   */
  public StudyFailedException(String message) {
    super(message);
  }
}
