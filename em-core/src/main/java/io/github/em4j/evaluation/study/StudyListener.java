package io.github.em4j.evaluation.study;

import java.util.Optional;

/**
 * Is told of what a study does, by the study's own thread and one event after the other. What a
 * listener throws ends the study.
 *
 * <p>Order of events: for each source and seed of a recipe with something left to run, {@link
 * #preparing}; then for each of its cells any number of {@link #progressed}, ended by {@link
 * #cellFinished} or {@link #cellFailed}. Cells that are stored already are not mentioned. At the
 * very end {@link #progressed} once more, with the last state.
 */
public interface StudyListener {

  /**
   * The study is somewhat further.
   *
   * @param progress after a batch of pairs, or at the end
   */
  default void progressed(StudyProgress progress) {}

  /**
   * A recipe is being trained or loaded.
   *
   * @param recipe its name
   * @param source the name of what it is trained on; empty for none
   * @param seed what everything random starts from
   */
  default void preparing(String recipe, Optional<String> source, long seed) {}

  /**
   * A cell is complete and stored.
   *
   * @param result its result
   */
  default void cellFinished(CellResult result) {}

  /**
   * A cell failed; the study goes on with others.
   *
   * @param failure which one, and why
   */
  default void cellFailed(CellFailure failure) {}
}
