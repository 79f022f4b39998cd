package io.github.em4j.evaluation.study;

/** A run of a study, in a thread of its own. Safe for use by many threads; the caller closes it. */
@SuppressWarnings("DoNotCallSuggester") // A skeleton yet.
public final class StudyRun implements AutoCloseable {

  StudyRun() {}

  /**
   * How far the run is.
   *
   * @return a snapshot
   */
  public StudyProgress progress() {
    throw new UnsupportedOperationException();
  }

  /**
   * Waits for the end of the run.
   *
   * @return all results of the study's cells, those of earlier runs included; cells that failed are
   *     among its {@link StudyResults#failures}
   * @throws StudyCancelledException if the run was cancelled
   * @throws io.github.em4j.EntityMatchingException if every cell failed, the store cannot be
   *     written, or this thread was interrupted while it waited: the run goes on then
   */
  public StudyResults await() {
    throw new UnsupportedOperationException();
  }

  /**
   * Asks the run to end: no further pair is taken, and what is being trained is interrupted. What
   * is stored stays. Does nothing where the run is over.
   */
  public void cancel() {
    throw new UnsupportedOperationException();
  }

  /** Cancels the run where it is not over, and waits until it is. A second call does nothing. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
