package io.github.em4j.openai;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The string to pull for one call: aborts its exchange with the server, and wakes its thread where
 * it waits. Safe for use by many threads.
 */
final class Cancellation {
  private boolean cancelled;
  private boolean begun;
  private @Nullable Runnable abort;
  private @Nullable Thread worker;

  /** Cancels the call; a second time does nothing. */
  synchronized void cancel() {
    if (cancelled) {
      return;
    }
    cancelled = true;
    if (abort != null) {
      // Not by an interrupt as well: OkHttp would throw it where nobody has to catch it.
      abort.run();
    } else if (worker != null) {
      worker.interrupt();
    }
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  /** Cancels the call unless a thread works for it; says whether it did. */
  synchronized boolean withdraw() {
    cancelled |= !begun;
    return !begun;
  }

  /** Says that this thread works for the call from now on; false where it is cancelled. */
  synchronized boolean begin() {
    begun = true;
    if (!cancelled) {
      worker = Thread.currentThread();
    }
    return !cancelled;
  }

  /** Says that this thread works for something else; a late interrupt does not reach that. */
  synchronized void end() {
    worker = null;
    abort = null;
    boolean ignored = Thread.interrupted();
  }

  /** Says how to abort the exchange that is about to begin. */
  synchronized void exchange(Runnable abort) throws IOException {
    if (cancelled) {
      throw new IOException("cancelled");
    }
    this.abort = abort;
  }

  synchronized void exchanged() {
    abort = null;
  }
}
