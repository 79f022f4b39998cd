package io.github.em4j.model;

import java.time.Duration;
import java.util.Optional;

/**
 * A run of fine-tuning: hours of work of this process, or a server's job that is looked at now and
 * then. Safe for use by many threads. The caller closes it.
 */
public interface FineTuningRun extends AutoCloseable {

  /**
   * What the run is called: a server's job, or the folder that it writes to.
   *
   * @return not blank
   */
  String id();

  /**
   * How far the run is.
   *
   * @return a snapshot, possibly as old as the last look at the server
   */
  FineTuningProgress progress();

  /**
   * Waits for the end of the run.
   *
   * @return the model
   * @throws FineTuningCancelledException if the run was cancelled
   * @throws io.github.em4j.EntityMatchingException if the run failed, or this thread was
   *     interrupted while it waited: the run goes on then
   */
  FineTunedModel await();

  /**
   * Waits for the end of the run, but not for ever.
   *
   * @param timeout how long at most
   * @return the model, or empty where the run is not over yet
   * @throws FineTuningCancelledException if the run was cancelled
   * @throws io.github.em4j.EntityMatchingException as {@link #await()} does
   */
  Optional<FineTunedModel> await(Duration timeout);

  /**
   * Asks the run to end without a model. It may take a step more until it does. A run of this
   * process leaves what is needed to go on later. Does nothing where the run is over.
   */
  void cancel();

  /**
   * Releases what the run holds in this process. A run of this process is cancelled where it is not
   * over, and has ended when this returns; a server's job goes on. A second call does nothing.
   */
  @Override
  void close();
}
