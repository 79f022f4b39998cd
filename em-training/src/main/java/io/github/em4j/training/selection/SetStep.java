package io.github.em4j.training.selection;

import java.util.List;
import java.util.Optional;

/**
 * A step that needs the whole set at once, for example to balance its classes. It is done again
 * whenever a run goes on. Where it needs something costly of every pair first, such as the
 * probability that a model gives its label, it has that {@linkplain #measurement() measured}, which
 * is recorded and goes on where it stopped.
 */
public non-sealed interface SetStep extends TrainingSetStep {

  /**
   * What is to be found out about each pair before the step looks at all of them.
   *
   * @return a step that keeps every pair as it is and says what it found in the details of the
   *     outcome; empty where nothing is needed
   */
  default Optional<PairStep> measurement() {
    return Optional.empty();
  }

  /**
   * Does what the step does, once its measurement is done. The outcomes take over what the
   * measurement cost, for only they are counted.
   *
   * @param pairs the whole set
   * @param measured outcome {@code i} of the measurement belongs to pair {@code i}; empty where
   *     there is no measurement
   * @return outcome {@code i} belongs to pair {@code i}
   * @throws io.github.em4j.EntityMatchingException as {@link #apply(List)} does
   */
  default List<PairOutcome> apply(List<TrainingPair> pairs, List<PairOutcome> measured) {
    return apply(pairs);
  }
}
