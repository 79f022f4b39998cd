package io.github.em4j.training.baseline;

import io.github.em4j.EntityMatchingException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;

/** Runs parallel streams in a pool of a given size instead of the common one. */
final class Workers implements AutoCloseable {
  private final ForkJoinPool pool;

  Workers(int threads) {
    this.pool = new ForkJoinPool(threads);
  }

  /** Runs a task whose parallel streams use this pool, and waits for it. */
  <T> T run(Callable<T> task) {
    try {
      return pool.submit(task).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EntityMatchingException("interrupted while comparing pairs", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new EntityMatchingException("comparing pairs failed", e.getCause());
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
