package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.Progress;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a study is: a snapshot.
 *
 * @param state what the study is doing
 * @param current the cell at work, or being prepared; empty before the first and after the last
 * @param cells how many cells there are
 * @param cellsDone how many of them are complete, those of earlier runs included
 * @param cellsFailed how many of them failed in this run
 * @param pairs how many pairs all cells have together
 * @param pairsDone how many of them are stored, those of earlier runs included
 * @param pairsStoredBefore how many were stored before this run
 * @param elapsed time since this run was started
 * @param estimatedRemaining the time that is left if each recipe goes on at its own speed; empty
 *     while no speed is known
 */
public record StudyProgress(
    Progress.State state,
    Optional<CellKey> current,
    int cells,
    int cellsDone,
    int cellsFailed,
    long pairs,
    long pairsDone,
    long pairsStoredBefore,
    Duration elapsed,
    Optional<Duration> estimatedRemaining) {

  /**
   * Checks that nothing is null.
   *
   * @throws NullPointerException if a component is null
   */
  public StudyProgress {
    requireNonNull(state, "state");
    requireNonNull(current, "current");
    requireNonNull(elapsed, "elapsed");
    requireNonNull(estimatedRemaining, "estimatedRemaining");
  }
}
