package io.github.em4j.training.selection.rounds;

/**
 * Is told how {@link ErrorBasedSelection} gets on, by the thread that runs it. For each round first
 * {@link #started}, then {@link #finished}; a round that was done before the run was interrupted is
 * only {@link #recalled}.
 */
public interface RoundListener {

  /**
   * A round begins.
   *
   * @param round its number, from 1 on
   * @param trainingPairs how many pairs it trains on
   */
  default void started(int round, int trainingPairs) {}

  /**
   * A round is done and recorded.
   *
   * @param round what came of it
   */
  default void finished(SelectionRound round) {}

  /**
   * A round need not be done again.
   *
   * @param round what came of it
   */
  default void recalled(SelectionRound round) {}
}
