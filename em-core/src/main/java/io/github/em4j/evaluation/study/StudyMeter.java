package io.github.em4j.evaluation.study;

import io.github.em4j.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Counts how far a run of a study is. Safe for use by many threads. */
final class StudyMeter {
  private final LongSupplier nanoTime;
  private final long startedNanos;
  private final int cells;
  private final long pairs;
  // All guarded by this.
  private final Pace pace = new Pace();
  private final Map<Arm, Long> pairsLeft = new HashMap<>();
  private final Map<String, Integer> preparationsLeft = new HashMap<>();
  private Progress.State state = Progress.State.RUNNING;
  private Optional<CellKey> current = Optional.empty();
  private int cellsDone;
  private int cellsFailed;
  private long pairsDone;
  private long pairsStoredBefore;
  private long endedNanos;

  StudyMeter(List<StudyPlan.PlannedCell> planned, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.startedNanos = nanoTime.getAsLong();
    this.cells = planned.size();
    this.pairs = planned.stream().mapToLong(cell -> cell.plan().pairs()).sum();
    planned.forEach(
        cell -> pairsLeft.merge(cell.key().arm(), (long) cell.plan().pairs(), Long::sum));
  }

  /** A cell was found in the store, whole or in part. */
  synchronized void found(CellKey key, List<CellLine> lines, boolean complete) {
    pairsStoredBefore += lines.size();
    cellsDone += complete ? 1 : 0;
    answered(
        key,
        lines.size(),
        lines.stream().map(line -> line.stored().latency()).reduce(Duration.ZERO, Duration::plus));
  }

  /** A recipe will have to prepare something. */
  synchronized void willPrepare(String recipe) {
    preparationsLeft.merge(recipe, 1, Integer::sum);
  }

  synchronized void prepared(String recipe, Duration duration) {
    pace.prepared(recipe, duration);
    doesNotPrepare(recipe);
  }

  /** Something is over with that was to be prepared, for good or ill. */
  synchronized void doesNotPrepare(String recipe) {
    preparationsLeft.merge(recipe, -1, Integer::sum);
  }

  synchronized void at(CellKey key) {
    current = Optional.of(key);
  }

  synchronized void answered(CellKey key, int count, Duration duration) {
    pairsDone += count;
    pairsLeft.merge(key.arm(), (long) -count, Long::sum);
    pace.answered(key.arm(), count, duration);
  }

  /** What was found of a cell does not count, it is run again. */
  synchronized void runAgain(CellKey key, int count) {
    pairsDone -= count;
    pairsStoredBefore -= count;
    pairsLeft.merge(key.arm(), (long) count, Long::sum);
  }

  synchronized void finished() {
    cellsDone++;
  }

  /** A cell failed: what it lacks will not come in this run. */
  synchronized void failed(CellKey key, int lacking) {
    cellsFailed++;
    pairsLeft.merge(key.arm(), (long) -lacking, Long::sum);
  }

  synchronized void end(Progress.State how) {
    state = how;
    current = Optional.empty();
    endedNanos = nanoTime.getAsLong();
  }

  synchronized StudyProgress progress() {
    boolean running = state == Progress.State.RUNNING;
    long until = running ? nanoTime.getAsLong() : endedNanos;
    return new StudyProgress(
        state,
        current,
        cells,
        cellsDone,
        cellsFailed,
        pairs,
        pairsDone,
        pairsStoredBefore,
        Duration.ofNanos(until - startedNanos),
        running ? pace.left(pairsLeft, preparationsLeft) : Optional.empty());
  }
}
