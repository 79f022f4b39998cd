package io.github.em4j;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a run is: a snapshot.
 *
 * @param state what the run is doing
 * @param finished pairs with an outcome, failures included, in the batches that the iterator has
 *     reached; a batch counts as a whole as soon as its first outcome can be handed out
 * @param undecided pairs whose decision has no label
 * @param failed pairs that ended in a {@link MatchFailure}
 * @param total how many pairs there are, where that is known
 * @param elapsed time since the run was started
 */
public record Progress(
    State state, long finished, long undecided, long failed, OptionalLong total, Duration elapsed) {

  /** What a run is doing. */
  public enum State {
    /** Outcomes are still to come. */
    RUNNING,
    /** All pairs have an outcome. */
    COMPLETED,
    /** Ended by {@link MatchRun#cancel} or {@link MatchRun#close}. */
    CANCELLED,
    /** Ended by an exception of the matcher or of the source of the pairs. */
    FAILED
  }

  /**
   * Checks that nothing is null.
   *
   * @throws NullPointerException if a component is null
   */
  public Progress {
    requireNonNull(state, "state");
    requireNonNull(total, "total");
    requireNonNull(elapsed, "elapsed");
  }

  /**
   * The time that is left if the run goes on at its average speed.
   *
   * @return an estimate, or empty while the total or the speed is unknown
   */
  public Optional<Duration> estimatedRemaining() {
    if (total.isEmpty() || finished == 0) {
      return Optional.empty();
    }
    long left = Math.max(0, total.getAsLong() - finished);
    return Optional.of(Duration.ofNanos((long) (elapsed.toNanos() * ((double) left / finished))));
  }
}
