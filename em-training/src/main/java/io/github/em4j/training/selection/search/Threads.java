package io.github.em4j.training.selection.search;

import io.github.em4j.EntityMatchingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Runs one task in several threads, of which the caller's is one. */
final class Threads {

  private Threads() {}

  /**
   * Runs the task as often as there are threads and waits for all.
   *
   * @param threads at least 1
   * @param task called once in each thread
   * @return what the calls gave, that of the caller's thread first
   */
  static <T> List<T> run(int threads, Supplier<T> task) {
    if (threads == 1) {
      return List.of(task.get());
    }
    ExecutorService others =
        Executors.newFixedThreadPool(
            threads - 1,
            work -> {
              var thread = new Thread(work, "em4j-search");
              thread.setDaemon(true);
              return thread;
            });
    try {
      var running = new ArrayList<Future<T>>();
      for (int i = 1; i < threads; i++) {
        running.add(others.submit((Callable<T>) task::get));
      }
      var results = new ArrayList<T>();
      results.add(task.get());
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EntityMatchingException("interrupted while searching", e, true);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new EntityMatchingException("searching failed", e.getCause());
    } finally {
      others.shutdownNow();
    }
  }
}
