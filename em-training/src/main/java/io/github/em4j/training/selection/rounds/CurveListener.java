package io.github.em4j.training.selection.rounds;

/** Is told how a {@link LearningCurve} gets on, by the thread that runs it. */
public interface CurveListener {

  /**
   * A point begins.
   *
   * @param strategy the strategy's name
   * @param trainingPairs how many pairs are trained on
   */
  default void started(String strategy, int trainingPairs) {}

  /**
   * A point is done and recorded.
   *
   * @param point what came of it
   */
  default void finished(CurvePoint point) {}

  /**
   * A point was done before and need not be done again.
   *
   * @param point what came of it
   */
  default void recalled(CurvePoint point) {}
}
