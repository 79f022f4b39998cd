package io.github.em4j.onnx;

import io.github.em4j.EntityMatchingException;
import java.io.Serial;

/**
 * Ends a long call on a thread that was interrupted, as {@link io.github.em4j.model.Model}
 * promises.
 */
final class Interruption {

  private Interruption() {}

  /** Thrown out of a call, never turned into the failure of one prompt. */
  private static final class Interrupted extends EntityMatchingException {
    @Serial private static final long serialVersionUID = 1L;

    Interrupted() {
      super("interrupted", null, true);
    }
  }

  /** Throws where the thread is interrupted, and leaves it so. */
  static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new Interrupted();
    }
  }
}
