package io.github.em4j.model;

/**
 * Is told what happens in a run of fine-tuning. Events of one run come one after the other, in the
 * order in which things happened; what a listener throws ends the run.
 */
@FunctionalInterface
public interface FineTuningListener {

  /**
   * Takes an event. Called by the thread that trains or polls, which waits meanwhile.
   *
   * @param event what happened
   */
  void onEvent(FineTuningEvent event);
}
