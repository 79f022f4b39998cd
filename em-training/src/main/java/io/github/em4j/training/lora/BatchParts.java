package io.github.em4j.training.lora;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.graph.SessionSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Splits batches into parts and runs these side by side. A part is so small that what one operator
 * leaves is still in the processor's cache for the next; and two threads with a part each wait for
 * each other once a batch, two threads at one operator once an operator. Which thread runs which
 * part depends on nothing but their numbers, so sums have the same order each time.
 */
final class BatchParts implements AutoCloseable {
  /** At most so many tokens; measured for a width of 192, where 512 and 2,048 are slower. */
  private static final int LARGE_PART = 1536;

  /** Fewer tokens are not worth a run of their own. */
  private static final int SMALL_PART = 64;

  /** Every worker keeps gradients of its own; further threads help them with their operators. */
  private static final int MOST_WORKERS = 4;

  /** How many times as many places a run on a GPU may have as tokens. */
  private static final int MOST_PADDING = 2;

  /** The rotary embedding starts a block of threads a token, along an axis of CUDA's grid. */
  private static final int MOST_BLOCKS = 65_535;

  private final int workers;
  private final boolean whole;
  private final SessionSettings settings;
  private final ExecutorService helpers;

  /**
   * What bounds a run on a GPU beside the device itself.
   *
   * @param tokens it has at most so many
   * @param heads so many scores there are for every two places of an example
   */
  record Bounds(int tokens, int heads) {

    /** Whether so many examples of a length have so few scores that CUDA's kernels count them. */
    private boolean allow(long examples, long length) {
      return examples * length * length * heads <= Integer.MAX_VALUE;
    }
  }

  /** What a worker does with one part. */
  @FunctionalInterface
  interface Task {

    /** Runs a part, counted from 0, on a worker, counted from 0. */
    void run(int worker, int part);
  }

  /**
   * Workers of a device.
   *
   * @param threads how many of the CPU, 0 for one per core
   * @param spinning whether they wait for work in a loop
   * @param arithmetic a GPU takes a batch as a whole
   */
  BatchParts(int threads, boolean spinning, Arithmetic arithmetic) {
    int all = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    whole = arithmetic.device().isCuda();
    workers = whole ? 1 : Math.min(all, MOST_WORKERS);
    // A session takes the thread that calls it for one of its own, here each worker's.
    settings = arithmetic.on(new SessionSettings(all - workers + 1, spinning, false, false));
    helpers =
        Executors.newFixedThreadPool(
            Math.max(1, workers - 1),
            task -> {
              Thread thread = new Thread(task, "em4j-training");
              thread.setDaemon(true);
              return thread;
            });
  }

  int workers() {
    return workers;
  }

  /** How a session is to run that several workers share. */
  SessionSettings settings() {
    return settings;
  }

  /** Splits a batch into what is computed together, examples of a length together. */
  List<List<TrainingExample>> split(List<TrainingExample> batch, Bounds bounds) {
    List<TrainingExample> sorted =
        batch.stream().sorted(Comparator.comparingInt(TrainingExample::length)).toList();
    return whole ? asWholeAsPossible(sorted, bounds) : evenly(sorted);
  }

  /**
   * One part, as what is trained crosses the bus once for each; but a few long examples go apart
   * from many short ones, since attention takes as many places for each as the longest has tokens.
   */
  static List<List<TrainingExample>> asWholeAsPossible(
      List<TrainingExample> shortestFirst, Bounds bounds) {
    int most = Math.min(MOST_BLOCKS, bounds.tokens());
    List<List<TrainingExample>> parts = new ArrayList<>();
    long longest = 0;
    long tokens = 0;
    for (int i = shortestFirst.size() - 1; i >= 0; i--) {
      TrainingExample example = shortestFirst.get(i);
      tokens += example.length();
      int together = parts.isEmpty() ? 0 : parts.get(parts.size() - 1).size() + 1;
      if (together == 0
          || tokens > most
          || together * longest > MOST_PADDING * tokens
          || !bounds.allow(together, longest)) {
        parts.add(new ArrayList<>());
        longest = example.length();
        tokens = example.length();
      }
      parts.get(parts.size() - 1).add(example);
    }
    return parts;
  }

  /** Parts of about the same number of tokens. */
  private List<List<TrainingExample>> evenly(List<TrainingExample> batch) {
    long tokens = batch.stream().mapToLong(TrainingExample::length).sum();
    long rounds = (tokens + (long) LARGE_PART * workers - 1) / ((long) LARGE_PART * workers);
    long count = Math.max(1, Math.min(rounds * workers, tokens / SMALL_PART));
    List<List<TrainingExample>> parts = new ArrayList<>();
    long before = 0;
    long next = 0;
    for (TrainingExample example : batch) {
      if (before * count >= next * tokens) {
        parts.add(new ArrayList<>());
        next++;
      }
      parts.get(parts.size() - 1).add(example);
      before += example.length();
    }
    return parts;
  }

  /**
   * Runs every part, part {@code i} on worker {@code i} modulo their number; returns, or throws the
   * first worker's failure, when all of them are done.
   */
  void run(int parts, Task task) {
    List<Future<?>> running = new ArrayList<>();
    for (int worker = 1; worker < Math.min(workers, parts); worker++) {
      int number = worker;
      running.add(helpers.submit(() -> work(number, parts, task)));
    }
    Optional<Throwable> failure = attempt(() -> work(0, parts, task));
    for (Future<?> other : running) {
      Optional<Throwable> its = attempt(() -> await(other));
      failure = failure.isPresent() ? failure : its;
    }
    if (failure.isPresent()) {
      throw rethrown(failure.get());
    }
  }

  private static Optional<Throwable> attempt(Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      return Optional.of(e);
    }
  }

  private static RuntimeException rethrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  private void work(int worker, int parts, Task task) {
    for (int part = worker; part < parts; part += workers) {
      task.run(worker, part);
    }
  }

  /** Buffers are in use until a run ends, so an interrupted thread waits, too. */
  private static void await(Future<?> running) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          running.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          throw new EntityMatchingException("a part of a batch failed: " + e.getCause(), e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    helpers.shutdown();
  }
}
