package io.github.em4j.training.selection.rounds;

import io.github.em4j.training.selection.TrainingPair;
import java.util.List;
import java.util.Map;

/**
 * An order in which pairs of a pool are chosen for training, the most wanted ones first. {@link
 * SelectionStrategies} has the usual ones.
 */
public interface SelectionStrategy {

  /**
   * What the strategy is called in tables.
   *
   * @return not blank, for example {@code random}
   */
  String name();

  /**
   * All that the order depends on beside the pool: models, limits, seeds. No secrets: they are
   * written down.
   *
   * @return names and values in their order
   */
  Map<String, String> settings();

  /**
   * Puts pairs in order.
   *
   * @param pool the pairs, all with different keys
   * @param most how many are wanted at most, at least 1; whoever asks for fewer gets the beginning
   *     of what he would get otherwise
   * @return the first {@code most} pairs of the order; fewer where the strategy leaves pairs out
   * @throws io.github.em4j.EntityMatchingException if a model does not answer
   */
  List<ChosenPair> choose(List<TrainingPair> pool, int most);
}
