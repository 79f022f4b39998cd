package io.github.em4j.training.selection;

import static java.util.Objects.requireNonNull;

import io.github.em4j.TokenUsage;

/**
 * How far a training set is: a snapshot.
 *
 * @param step the number of the step that is at work, from 1 on
 * @param steps how many steps there are
 * @param name what the step is called
 * @param done how many pairs have an outcome, those of before an interruption included
 * @param total how many pairs the step was given
 * @param resumed how many of those done were so already when the run began; not to be counted for
 *     an estimate of the time left
 * @param usage what the outcomes of the step have cost, those of before included
 */
public record TrainingSetProgress(
    int step, int steps, String name, int done, int total, int resumed, TokenUsage usage) {

  /**
   * Checks that nothing is missing.
   *
   * @throws NullPointerException if a component is null
   */
  public TrainingSetProgress {
    requireNonNull(name, "name");
    requireNonNull(usage, "usage");
  }

  /** A line for people, for example {@code step 2 of 5, error-filter: 640 of 2500 pairs}. */
  @Override
  public String toString() {
    return "step %d of %d, %s: %d of %d pairs".formatted(step, steps, name, done, total);
  }
}
