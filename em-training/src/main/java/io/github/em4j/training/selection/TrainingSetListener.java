package io.github.em4j.training.selection;

/** Is told how far a training set is. What a listener throws ends the run. */
@FunctionalInterface
public interface TrainingSetListener {

  /**
   * Takes a step's progress: when the step begins, after each batch of pairs, and when it is done.
   * Called by the thread that runs the pipeline, which waits meanwhile.
   *
   * @param progress how far the step is
   */
  void onProgress(TrainingSetProgress progress);
}
