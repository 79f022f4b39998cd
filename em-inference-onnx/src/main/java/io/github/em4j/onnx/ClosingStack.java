package io.github.em4j.onnx;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has been opened and is to be closed in the opposite order, all of it even where closing some
 * fails. Thread-safe; closing twice does nothing more.
 */
final class ClosingStack implements AutoCloseable {
  private final Deque<Runnable> closings = new ArrayDeque<>();

  /** Adds what closes something. */
  synchronized void push(Runnable closing) {
    closings.push(closing);
  }

  /** Closes all because of a failure, to which those of closing are added as suppressed. */
  void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  /** Closes all; the first failure is thrown in the end with the others as suppressed. */
  @Override
  public synchronized void close() {
    Runnable closing = closings.poll();
    if (closing == null) {
      return;
    }
    try {
      closing.run();
    } catch (RuntimeException | Error e) {
      closeAfter(e);
      throw e;
    }
    close();
  }
}
