package io.github.em4j.evaluation.study;

import java.io.Serial;

/**
 * Says that what a matcher or a recipe did went wrong: it fails its cells and not the study, which
 * what the store or the listener throws ends.
 */
final class CellFailedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  CellFailedException(RuntimeException cause) {
    super(String.valueOf(cause.getMessage() == null ? cause : cause.getMessage()), cause);
  }

  /** Work of a matcher or recipe. */
  @FunctionalInterface
  interface Attempt<T> {
    T make();
  }

  /** Tells failures of matchers and recipes from all others. */
  static <T> T attempt(Attempt<T> attempt) throws CellFailedException {
    try {
      return attempt.make();
    } catch (RuntimeException e) {
      throw new CellFailedException(e);
    }
  }

  /** Closes what a matcher or recipe has open. What fails in closing has no answer to lose. */
  static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      System.getLogger(CellFailedException.class.getName())
          .log(System.Logger.Level.WARNING, "closing failed", e);
    }
  }
}
