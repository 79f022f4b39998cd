package io.github.em4j.training.lora;

import io.github.em4j.EntityMatchingException;
import java.io.Serial;

/**
 * Says that training went wrong in numbers: the loss or the gradient is no number any more, or the
 * model has become far worse than one that guesses. The last saved state and the adapters of the
 * epochs before are left.
 */
public final class TrainingDivergedException extends EntityMatchingException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * A run that diverged.
   *
   * @param message at which step, with which figures, and what may help
   */
  public TrainingDivergedException(String message) {
    super(message);
  }
}
