package io.github.em4j.training.pretraining;

import static java.util.Objects.requireNonNull;

import io.github.em4j.training.internal.NumberedRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The batches of a training run, one per step, without end. The batch of a step depends on the seed
 * and the step alone, so a run can go on from any step.
 *
 * <p>Steps are made in rounds: a round takes as many examples as fill its steps, sorts them by
 * length, cuts them into batches of about the same number of tokens, and shuffles these. One round
 * is kept in memory. Not safe for use by many threads.
 */
public final class PretrainingBatches {
  /** How many steps one round has. */
  public static final int STEPS_PER_ROUND = 128;

  private final PairGenerator generator;
  private final PromptForms forms;
  private final int tokens;
  private final long seed;
  private long currentRound = -1;
  private List<PretrainingBatch> batches = List.of();

  /**
   * The batches of a run.
   *
   * @param generator makes the pairs
   * @param forms makes prompts of them
   * @param tokens about how many tokens a batch has; one example more or less
   * @param seed the same seed gives the same batches
   * @throws IllegalArgumentException if a prompt may be longer than a batch
   */
  public PretrainingBatches(PairGenerator generator, PromptForms forms, int tokens, long seed) {
    if (tokens < forms.maxTokens()) {
      throw new IllegalArgumentException(
          "a batch needs room for a prompt of %d tokens, found %d"
              .formatted(forms.maxTokens(), tokens));
    }
    this.generator = requireNonNull(generator, "generator");
    this.forms = requireNonNull(forms, "forms");
    this.tokens = tokens;
    this.seed = seed;
  }

  /**
   * The batch of a step. Steps in order are cheap; another round's first step makes that round.
   *
   * @param step counted from 0
   * @return its batch
   * @throws IllegalArgumentException if the step is negative
   */
  public PretrainingBatch batch(long step) {
    if (step < 0) {
      throw new IllegalArgumentException("steps count from 0, found " + step);
    }
    long round = step / STEPS_PER_ROUND;
    if (round != currentRound) {
      batches = makeRound(round);
      currentRound = round;
    }
    return batches.get((int) (step % STEPS_PER_ROUND));
  }

  private List<PretrainingBatch> makeRound(long round) {
    var random = NumberedRandom.of(seed, round);
    var examples = new ArrayList<PretrainingExample>();
    long total = 0;
    while (total < (long) tokens * STEPS_PER_ROUND) {
      PretrainingExample example = forms.example(generator.next(random), random);
      examples.add(example);
      total += example.ids().length;
    }
    // The sort is stable, so equally long ones stay in the order in which they were made.
    examples.sort(Comparator.comparingInt(example -> example.ids().length));
    var made = new ArrayList<PretrainingBatch>();
    var row = new ArrayList<PretrainingExample>();
    long before = 0;
    for (PretrainingExample example : examples) {
      row.add(example);
      before += example.ids().length;
      if (before >= (made.size() + 1L) * total / STEPS_PER_ROUND) {
        made.add(PretrainingBatch.of(row));
        row.clear();
      }
    }
    for (int i = made.size() - 1; i > 0; i--) {
      Collections.swap(made, i, random.nextInt(i + 1));
    }
    return made;
  }
}
