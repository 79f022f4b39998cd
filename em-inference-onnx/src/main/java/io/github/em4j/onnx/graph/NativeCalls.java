package io.github.em4j.onnx.graph;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The calls into ONNX Runtime that take time, so that a program can exit between them: as a process
 * exits the library takes its tables down, and whoever computes then brings the JVM to a crash.
 * Thread-safe.
 */
final class NativeCalls {
  /** Those of the process. */
  static final NativeCalls ALL = new NativeCalls();

  private final Set<RunOptions> running = new HashSet<>();
  private int calls;
  private boolean ended;

  /** A call. */
  @FunctionalInterface
  interface Call<T> {

    /** Calls. */
    T call() throws OrtException;
  }

  /** A call that can be broken off by its options. */
  @FunctionalInterface
  interface Run<T> {

    /** Runs with options. */
    T run(RunOptions options) throws OrtException;
  }

  /** Calls; once the end has come it neither begins nor returns. */
  <T> T call(Call<T> call) throws OrtException {
    begin();
    try {
      return call.call();
    } finally {
      finish();
    }
  }

  /**
   * Runs; once the end has come it neither begins nor returns, so that nobody takes what was broken
   * off for a failure.
   */
  <T> T run(Run<T> run) throws OrtException {
    try {
      return call(() -> registered(run));
    } catch (OrtException e) {
      returnUnlessEnded();
      throw e;
    }
  }

  private <T> T registered(Run<T> run) throws OrtException {
    try (RunOptions options = new RunOptions()) {
      register(options);
      try {
        return run.run(options);
      } finally {
        unregister(options);
      }
    }
  }

  private synchronized void register(RunOptions options) throws OrtException {
    options.setTerminate(ended);
    running.add(options);
  }

  private synchronized void unregister(RunOptions options) {
    running.remove(options);
  }

  private synchronized void begin() {
    returnUnlessEnded();
    calls++;
  }

  private synchronized void finish() {
    calls--;
    notifyAll();
  }

  private synchronized void returnUnlessEnded() {
    boolean interrupted = false;
    while (ended) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the end has come. */
  synchronized boolean hasEnded() {
    return ended;
  }

  /**
   * Breaks off all runs, and lets no call begin or fail from now on.
   *
   * @param patience how long to wait for the calls under way
   * @return whether there is none
   */
  synchronized boolean end(Duration patience) {
    ended = true;
    for (RunOptions options : running) {
      try {
        options.setTerminate(true);
      } catch (OrtException e) {
        // It goes on to its end then.
      }
    }
    long begun = System.nanoTime();
    boolean interrupted = false;
    while (calls > 0) {
      Duration left = patience.minusNanos(System.nanoTime() - begun);
      if (left.isNegative() || left.isZero()) {
        break;
      }
      try {
        TimeUnit.MILLISECONDS.timedWait(this, Math.max(1, TimeUnit.MILLISECONDS.convert(left)));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return calls == 0;
  }
}
