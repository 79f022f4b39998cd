package io.github.em4j.evaluation.robustness;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;

/**
 * A change of candidate pairs after which the gold label still holds, so that a matcher should
 * decide as before. {@link Perturbations} has the usual ones.
 *
 * <p>What becomes of a pair depends on the pair and the seed alone: not on its place in the split
 * nor on the pairs around it. Ids, label and annotations stay (those of a side stay with the side).
 * Implementations are immutable and safe for use by many threads.
 *
 * <p>Two pairs whose attributes stand in another order are {@linkplain Object#equals equal}. Who
 * stores answers by pair therefore has to store them by perturbation as well.
 */
public interface Perturbation {

  /**
   * The name that {@link Perturbations#named} and reports use.
   *
   * @return for example {@code typos:0.1}
   */
  String name();

  /**
   * What is changed, seed included, in one line. Two perturbations with the same description do the
   * same.
   *
   * @return for example {@code a typing error in 10 % of the longer words, seed 42}
   */
  String description();

  /**
   * Changes one pair.
   *
   * @param pair the pair as it is
   * @return the changed pair; an equal one where there is nothing to change
   */
  LabeledPair perturb(LabeledPair pair);

  /**
   * Changes all pairs of a split.
   *
   * @param split the pairs as they are
   * @return the changed pairs in the same order, under the split's name with that of the
   *     perturbation behind it, so that a test split is still seen to be one
   */
  default DatasetSplit perturb(DatasetSplit split) {
    return new DatasetSplit(
        split.name() + " (" + name() + ")", split.pairs().stream().map(this::perturb).toList());
  }
}
