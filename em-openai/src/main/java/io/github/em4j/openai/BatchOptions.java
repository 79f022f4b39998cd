package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;

/** How a run asks through batches. Immutable. */
public final class BatchOptions {

  /** A look every minute, 50,000 questions to a batch, three rounds, and nobody is told. */
  public static final BatchOptions DEFAULTS = builder().build();

  private final Duration interval;
  private final int questions;
  private final int rounds;
  private final boolean deletingFiles;
  private final Consumer<BatchJob> listener;

  private BatchOptions(Builder builder) {
    this.interval = builder.interval;
    this.questions = builder.questions;
    this.rounds = builder.rounds;
    this.deletingFiles = builder.deletingFiles;
    this.listener = builder.listener;
  }

  /**
   * Starts with {@link #DEFAULTS}.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * How long to wait between two looks at a batch.
   *
   * @return positive
   */
  public Duration interval() {
    return interval;
  }

  /**
   * How many questions a batch has at most.
   *
   * @return 1 to {@value BatchFiles#MOST_REQUESTS}
   */
  public int questions() {
    return questions;
  }

  /**
   * How often a question is put into a batch that had expired or failed there for a reason that may
   * pass.
   *
   * @return at least 1
   */
  public int rounds() {
    return rounds;
  }

  /**
   * Whether the files of a batch are deleted on the server when its answers are in the journal.
   *
   * @return whether they are
   */
  public boolean deletingFiles() {
    return deletingFiles;
  }

  /**
   * Who is told of every look at a batch.
   *
   * @return called from the thread that waits
   */
  public Consumer<BatchJob> listener() {
    return listener;
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {
    private Duration interval = Duration.ofMinutes(1);
    private int questions = BatchFiles.MOST_REQUESTS;
    private int rounds = 3;
    private boolean deletingFiles;
    private Consumer<BatchJob> listener = job -> {};

    private Builder() {}

    /**
     * Sets how long to wait between two looks at a batch.
     *
     * @param time positive; default 1 min
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder interval(Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("interval must be positive, found " + time);
      }
      this.interval = time;
      return this;
    }

    /**
     * Sets how many questions a batch has at most; servers limit what one account has waiting.
     *
     * @param most 1 to {@value BatchFiles#MOST_REQUESTS}, which is the default
     * @return this builder
     * @throws IllegalArgumentException if it lies outside
     */
    public Builder questions(int most) {
      if (most < 1 || most > BatchFiles.MOST_REQUESTS) {
        throw new IllegalArgumentException(
            "a batch has 1 to %,d questions, found %d".formatted(BatchFiles.MOST_REQUESTS, most));
      }
      this.questions = most;
      return this;
    }

    /**
     * Sets how often a question is put into a batch.
     *
     * @param most at least 1; default 3
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder rounds(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("rounds must be at least 1, found " + most);
      }
      this.rounds = most;
      return this;
    }

    /**
     * Deletes the files of a batch on the server when its answers are in the journal. By default
     * they stay, questions included, as long as the server keeps them.
     *
     * @return this builder
     */
    public Builder deleteFiles() {
      this.deletingFiles = true;
      return this;
    }

    /**
     * Sets who is told of every look at a batch.
     *
     * @param told by default nobody; what it throws ends the run, and the batch goes on
     * @return this builder
     */
    public Builder listener(Consumer<BatchJob> told) {
      this.listener = requireNonNull(told, "told");
      return this;
    }

    /**
     * Finishes the options.
     *
     * @return the options
     */
    public BatchOptions build() {
      return new BatchOptions(this);
    }
  }
}
