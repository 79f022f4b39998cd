package io.github.em4j.model;

import io.github.em4j.EntityMatchingException;
import java.io.Serial;

/** Says that there is no model because the run of fine-tuning was cancelled. */
public final class FineTuningCancelledException extends EntityMatchingException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * A cancelled run.
   *
   * @param message which run, and how far it came
   */
  public FineTuningCancelledException(String message) {
    super(message);
  }
}
