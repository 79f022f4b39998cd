package io.github.em4j;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import java.util.function.Consumer;

/** How a {@link MatchRun} works: batch size, concurrency, listener. Immutable. */
public final class MatchOptions {

  /** 256 pairs a batch, one batch at a time, nobody listening. */
  public static final MatchOptions DEFAULTS = builder().build();

  private final int batchSize;
  private final int concurrency;
  private final OptionalLong expectedPairs;
  private final Consumer<Progress> listener;

  private MatchOptions(Builder builder) {
    this.batchSize = builder.batchSize;
    this.concurrency = builder.concurrency;
    this.expectedPairs = builder.expectedPairs;
    this.listener = builder.listener;
  }

  /**
   * Starts from the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * How many pairs are decided together.
   *
   * @return at least 1
   */
  public int batchSize() {
    return batchSize;
  }

  /**
   * How many batches are decided at the same time.
   *
   * @return at least 1
   */
  public int concurrency() {
    return concurrency;
  }

  /**
   * How many pairs will come, for an estimate of the time left. A collection of pairs tells that by
   * itself.
   *
   * @return the number, or empty where it is not known
   */
  public OptionalLong expectedPairs() {
    return expectedPairs;
  }

  /**
   * Who is told of progress.
   *
   * @return called after each batch by the thread that consumes the run, and once more when the run
   *     has ended
   */
  public Consumer<Progress> listener() {
    return listener;
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {
    private int batchSize = 256;
    private int concurrency = 1;
    private OptionalLong expectedPairs = OptionalLong.empty();
    private Consumer<Progress> listener = progress -> {};

    private Builder() {}

    /**
     * Sets how many pairs are decided together.
     *
     * @param batchSize at least 1; default 256
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder batchSize(int batchSize) {
      this.batchSize = requirePositive("batchSize", batchSize);
      return this;
    }

    /**
     * Sets how many batches are decided at the same time.
     *
     * @param concurrency at least 1; default 1
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder concurrency(int concurrency) {
      this.concurrency = requirePositive("concurrency", concurrency);
      return this;
    }

    /**
     * Says how many pairs will come.
     *
     * @param pairs at least 0
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder expectedPairs(long pairs) {
      if (pairs < 0) {
        throw new IllegalArgumentException("expectedPairs must be at least 0, found " + pairs);
      }
      this.expectedPairs = OptionalLong.of(pairs);
      return this;
    }

    /**
     * Sets who is told of progress.
     *
     * @param listener called after each batch by the thread that consumes the run, what it throws
     *     then ends the run; and once more when the run has ended, with its last state, by the
     *     thread that ended it (which is another one where that calls {@link MatchRun#cancel}). It
     *     is never called by two threads at a time
     * @return this builder
     */
    public Builder listener(Consumer<Progress> listener) {
      this.listener = requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Finishes the options.
     *
     * @return the options
     */
    public MatchOptions build() {
      return new MatchOptions(this);
    }

    private static int requirePositive(String what, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(what + " must be at least 1, found " + value);
      }
      return value;
    }
  }
}
