package io.github.em4j.onnx;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.graph.KeyValueMemory;
import java.util.Optional;

/**
 * Hands out memory for keys and values, and keeps that of the last call for the next: the system
 * gives zeroed pages slowly. Safe for use by many threads.
 */
final class CacheMemory implements AutoCloseable {
  private final Allocation allocation;
  private Optional<KeyValueMemory> unused = Optional.empty();
  private boolean closed;

  /** Makes new memory. */
  @FunctionalInterface
  interface Allocation {
    /**
     * Makes memory.
     *
     * @throws OutOfMemoryError if there is not so much outside the heap
     */
    KeyValueMemory of(int rows, int positions);
  }

  CacheMemory(Allocation allocation) {
    this.allocation = allocation;
  }

  /**
   * Memory for some rows of some positions; for fewer rows where there is not enough.
   *
   * @throws EntityMatchingException if there is not enough for one row
   */
  KeyValueMemory take(int rows, int positions) {
    Optional<KeyValueMemory> kept = takeKept();
    if (kept.isPresent() && kept.get().rows() >= rows && kept.get().positions() >= positions) {
      return kept.get();
    }
    int most = rows;
    while (true) {
      try {
        return allocation.of(most, positions);
      } catch (OutOfMemoryError e) {
        if (most == 1) {
          throw new EntityMatchingException(
              "not enough direct memory for the keys and values of %d positions;"
                      .formatted(positions)
                  + " -XX:MaxDirectMemorySize allows the JVM more",
              e);
        }
        most /= 2;
      }
    }
  }

  private synchronized Optional<KeyValueMemory> takeKept() {
    Optional<KeyValueMemory> kept = unused;
    unused = Optional.empty();
    return kept;
  }

  /** Takes back what a call no longer needs. */
  synchronized void giveBack(KeyValueMemory memory) {
    if (!closed) {
      unused = Optional.of(memory);
    }
  }

  /** Forgets the memory that is kept, and keeps no more. */
  @Override
  public synchronized void close() {
    closed = true;
    unused = Optional.empty();
  }
}
