package io.github.em4j.evaluation.study;

import io.github.em4j.EntityMatchingException;
import java.io.Serial;

/** Says that a study was cancelled. What it had stored is gone on with by the next run. */
public final class StudyCancelledException extends EntityMatchingException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * A cancelled study.
   *
   * @param message how far it came, and where its results lie
   */
  public StudyCancelledException(String message) {
    super(message);
  }
}
