package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a run of fine-tuning is: a snapshot.
 *
 * @param state what the run is doing
 * @param step how many steps of the optimiser were taken, those before an interruption included
 * @param totalSteps how many there will be, where that is known; early stopping may end sooner
 * @param epoch how many times the examples were gone through
 * @param elapsed time since this run was started
 * @param remaining the time that is left, where it can be estimated
 */
public record FineTuningProgress(
    State state,
    long step,
    OptionalLong totalSteps,
    int epoch,
    Duration elapsed,
    Optional<Duration> remaining) {

  /** What a run is doing. */
  public enum State {
    /** It waits: files are checked, the model is loaded, a server's queue is long. */
    QUEUED,
    /** It trains. */
    RUNNING,
    /** The model is there. */
    SUCCEEDED,
    /** Ended by {@link FineTuningRun#cancel}. */
    CANCELLED,
    /** Ended by an error. */
    FAILED;

    /**
     * Whether the run is over.
     *
     * @return true for the last three
     */
    public boolean isFinal() {
      return compareTo(SUCCEEDED) >= 0;
    }
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a count is negative
   */
  public FineTuningProgress {
    requireNonNull(state, "state");
    requireNonNull(totalSteps, "totalSteps");
    requireNonNull(elapsed, "elapsed");
    requireNonNull(remaining, "remaining");
    if (step < 0 || epoch < 0) {
      throw new IllegalArgumentException(
          "step and epoch must be at least 0, found %d and %d".formatted(step, epoch));
    }
  }

  /** A line for people, for example {@code running: step 120 of 480, epoch 2, 6 min left}. */
  @Override
  public String toString() {
    String of = totalSteps.isPresent() ? " of " + totalSteps.getAsLong() : "";
    return "%s: step %d%s%s%s"
        .formatted(
            state.name().toLowerCase(java.util.Locale.ROOT),
            step,
            of,
            // In the first epoch, and where a server does not say.
            epoch == 0 ? "" : ", epoch " + epoch,
            remaining.map(left -> ", " + inWords(left) + " left").orElse(""));
  }

  private static String inWords(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? (seconds + 30) / 60 + " min"
        : "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
  }
}
