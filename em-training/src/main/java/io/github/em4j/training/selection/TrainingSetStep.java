package io.github.em4j.training.selection;

import io.github.em4j.EntityMatchingException;
import java.util.List;
import java.util.Map;

/**
 * One thing that is done to a training set. A {@link PairStep} looks at each pair alone, so that it
 * can be interrupted and go on where it stopped; a {@link SetStep} looks at all of them at once and
 * is cheap enough to be done again.
 *
 * <p>Both give one outcome for each pair, in the order of the pairs; what the outcomes pass on, one
 * after the other, is the set that the next step gets. No two pairs of it may have the same key.
 * The same pairs, settings and answers of models give equal outcomes.
 *
 * <p>Steps do not close the models that they were given.
 */
public sealed interface TrainingSetStep permits PairStep, SetStep {

  /**
   * What the step is called in records and summaries.
   *
   * @return a short name in lower case, for example {@code error-filter}
   */
  String name();

  /**
   * All that the outcomes depend on beside the pairs: models, hashes of prompts, limits, seeds. A
   * run that was interrupted goes on only with equal settings. No secrets: they are written down.
   *
   * @return names and values in their order
   */
  Map<String, String> settings();

  /**
   * Does what the step does.
   *
   * @param pairs the pairs with all keys different; of a {@link PairStep} any part of the set
   * @return outcome {@code i} belongs to pair {@code i}
   * @throws EntityMatchingException if it cannot go on, for example for want of a connection;
   *     {@link EntityMatchingException#isRetryable} says whether it is worth trying again. What is
   *     wrong with one pair alone is an outcome of that pair.
   */
  List<PairOutcome> apply(List<TrainingPair> pairs);
}
