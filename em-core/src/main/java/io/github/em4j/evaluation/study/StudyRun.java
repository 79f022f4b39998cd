package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNullElse;

import io.github.em4j.EntityMatchingException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A run of a study, in a thread of its own. Safe for use by many threads; the caller closes it. */
public final class StudyRun implements AutoCloseable {

  private final StudyWork work;
  private final FutureTask<StudyResults> task;
  private final Thread worker;

  private StudyRun(StudyWork work) {
    this.work = work;
    this.task = new FutureTask<>(work);
    this.worker = new Thread(task, "em4j-study");
    worker.setDaemon(true);
  }

  static StudyRun start(StudyWork work) {
    var run = new StudyRun(work);
    run.worker.start();
    return run;
  }

  /**
   * How far the run is.
   *
   * @return a snapshot
   */
  public StudyProgress progress() {
    return work.progress();
  }

  /**
   * Waits for the end of the run.
   *
   * @return all results of the study's cells, those of earlier runs included; cells that failed are
   *     among its {@link StudyResults#failures}
   * @throws StudyCancelledException if the run was cancelled
   * @throws StudyFailedException if every cell failed; each is among the failures of the store
   * @throws EntityMatchingException if the store cannot be written, or this thread was interrupted
   *     while it waited: the run goes on then
   */
  public StudyResults await() {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EntityMatchingException("interrupted while waiting for a study", e, true);
    } catch (ExecutionException e) {
      Throwable cause = requireNonNullElse(e.getCause(), e);
      if (cause instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new EntityMatchingException("the study failed: " + cause, cause);
    }
  }

  /**
   * Asks the run to end: no further pair is taken, and what is being trained is interrupted. What
   * is stored stays. Does nothing where the run is over.
   */
  public void cancel() {
    work.cancel();
    worker.interrupt();
  }

  /** Cancels the run where it is not over, and waits until it is. A second call does nothing. */
  @Override
  public void close() {
    cancel();
    boolean interrupted = false;
    // A listener may close the run from within.
    while (worker.isAlive() && worker != Thread.currentThread()) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
