package io.github.em4j.onnx.graph;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The calls into ONNX Runtime that take time, so that a program can exit between them: as a process
 * exits the library takes its tables down, and whoever computes then brings the JVM to a crash.
 */
final class NativeCalls {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  /** Held for reading by every call, for writing from the end on. */
  private static final ReadWriteLock CALLS = new ReentrantReadWriteLock();

  private static final Set<RunOptions> RUNNING = new HashSet<>();

  private static volatile boolean ending;

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

  private NativeCalls() {}

  /** Calls; does not return once the end has come. */
  static <T> T call(Call<T> call) throws OrtException {
    CALLS.readLock().lock();
    try {
      return call.call();
    } finally {
      CALLS.readLock().unlock();
    }
  }

  /** Runs; does not return where the end breaks it off, so that nobody takes that for a failure. */
  static <T> T run(Run<T> run) throws OrtException {
    try {
      return call(() -> registered(run));
    } catch (OrtException e) {
      if (ending) {
        // Waits, unless the end gave up.
        call(() -> ending);
      }
      throw e;
    }
  }

  private static <T> T registered(Run<T> run) throws OrtException {
    try (RunOptions options = new RunOptions()) {
      synchronized (RUNNING) {
        RUNNING.add(options);
      }
      try {
        return run.run(options);
      } finally {
        synchronized (RUNNING) {
          RUNNING.remove(options);
        }
      }
    }
  }

  /** Breaks off all runs and lets no call begin from now on; returns when there is none. */
  static boolean end(Duration patience) {
    ending = true;
    long deadline = System.nanoTime() + patience.toNanos();
    boolean ended = false;
    boolean interrupted = false;
    while (!ended && System.nanoTime() < deadline) {
      breakOff();
      try {
        ended = CALLS.writeLock().tryLock(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ended;
  }

  private static void breakOff() {
    synchronized (RUNNING) {
      for (RunOptions options : RUNNING) {
        try {
          options.setTerminate(true);
        } catch (OrtException e) {
          // It goes on to its end then.
        }
      }
    }
  }
}
