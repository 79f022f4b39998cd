package io.github.em4j.onnx.graph;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import com.google.common.util.concurrent.Monitor;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The calls into ONNX Runtime that take time, so that a program can exit between them: as a process
 * exits the library takes its tables down, and whoever computes then brings the JVM to a crash.
 * Thread-safe.
 */
final class NativeCalls {
  /** Those of the process. */
  static final NativeCalls ALL = new NativeCalls();

  private final Monitor monitor = new Monitor();
  private final Monitor.Guard goesOn = monitor.newGuard(() -> !this.ended);
  private final Monitor.Guard idle = monitor.newGuard(() -> this.calls == 0);

  // All three are read and written inside of the monitor.
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

  /** Something that is done inside of the monitor. */
  @FunctionalInterface
  private interface Change {

    /** Does it. */
    void make() throws OrtException;
  }

  /** Calls; once the end has come it does not begin. */
  <T> T call(Call<T> call) throws OrtException {
    monitor.enterWhenUninterruptibly(goesOn);
    try {
      calls++;
    } finally {
      monitor.leave();
    }
    try {
      return call.call();
    } finally {
      inside(() -> calls--);
    }
  }

  /**
   * Runs; once the end has come it does not begin, and what is broken off does not return, so that
   * nobody takes that for a failure.
   */
  <T> T run(Run<T> run) throws OrtException {
    try {
      return call(() -> registered(run));
    } catch (OrtException e) {
      monitor.enterWhenUninterruptibly(goesOn);
      monitor.leave();
      throw e;
    }
  }

  private <T> T registered(Run<T> run) throws OrtException {
    try (RunOptions options = new RunOptions()) {
      inside(
          () -> {
            running.add(options);
            if (ended) {
              options.setTerminate(true);
            }
          });
      try {
        return run.run(options);
      } finally {
        inside(() -> running.remove(options));
      }
    }
  }

  private void inside(Change change) throws OrtException {
    monitor.enter();
    try {
      change.make();
    } finally {
      monitor.leave();
    }
  }

  /** Whether the end has come. */
  boolean hasEnded() {
    monitor.enter();
    try {
      return ended;
    } finally {
      monitor.leave();
    }
  }

  /**
   * Breaks off all runs, and lets no call begin or fail from now on.
   *
   * @param patience how long to wait for the calls under way
   * @return whether there is none
   */
  boolean end(Duration patience) {
    monitor.enter();
    try {
      ended = true;
      running.forEach(NativeCalls::breakOff);
      return monitor.waitForUninterruptibly(idle, patience);
    } finally {
      monitor.leave();
    }
  }

  private static void breakOff(RunOptions options) {
    try {
      options.setTerminate(true);
    } catch (OrtException e) {
      // It goes on to its end then.
    }
  }
}
