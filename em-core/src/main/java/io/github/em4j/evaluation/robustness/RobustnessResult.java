package io.github.em4j.evaluation.robustness;

import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.ConfidenceInterval;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.Score;
import io.github.em4j.evaluation.ScoreDifference;
import java.util.ArrayList;
import java.util.List;

/**
 * What one perturbation did to a matcher.
 *
 * @param perturbation its name
 * @param description what it changes, in one line
 * @param changedPairs how many pairs it changed at all; the others are the same in both runs
 * @param counts the answers on the perturbed pairs, undecided and failed ones apart
 * @param f1 F1 on the perturbed pairs, with its interval
 * @param difference F1 perturbed less F1 unperturbed, with the interval of the paired bootstrap;
 *     negative where the perturbation does harm
 * @param flips the answers that changed
 */
public record RobustnessResult(
    String perturbation,
    String description,
    long changedPairs,
    ConfusionCounts counts,
    ConfidenceInterval f1,
    ScoreDifference difference,
    Flips flips) {

  /**
   * Checks that nothing is null.
   *
   * @throws NullPointerException if a component is null
   */
  public RobustnessResult {
    requireNonNull(perturbation, "perturbation");
    requireNonNull(description, "description");
    requireNonNull(counts, "counts");
    requireNonNull(f1, "f1");
    requireNonNull(difference, "difference");
    requireNonNull(flips, "flips");
  }

  /**
   * Compares two runs that are there already. Clusters of the bootstrap are those of the pairs as
   * they were.
   *
   * @param perturbation what was done to the pairs
   * @param unperturbed the answers on the pairs as they were, at least one
   * @param perturbed the answers on the same pairs after {@link Perturbation#perturb}, in the same
   *     order
   * @param bootstrap how the intervals are computed
   * @return the comparison
   * @throws IllegalArgumentException if there is no pair, or the two are not about pairs with the
   *     same ids and labels
   */
  public static RobustnessResult of(
      Perturbation perturbation,
      Predictions unperturbed,
      Predictions perturbed,
      Bootstrap bootstrap) {
    Predictions paired = perturbed.on(unperturbed.split());
    return new RobustnessResult(
        perturbation.name(),
        perturbation.description(),
        changed(unperturbed.split().pairs(), perturbed.split().pairs()),
        perturbed.counts(),
        bootstrap.interval(paired, Score.F1),
        bootstrap.difference(paired, unperturbed, Score.F1),
        Flips.between(unperturbed, perturbed));
  }

  private static long changed(List<LabeledPair> before, List<LabeledPair> after) {
    long changed = 0;
    for (int i = 0; i < before.size(); i++) {
      changed += isSame(before.get(i).pair(), after.get(i).pair()) ? 0 : 1;
    }
    return changed;
  }

  private static boolean isSame(CandidatePair before, CandidatePair after) {
    return isSame(before.left(), after.left()) && isSame(before.right(), after.right());
  }

  /** Whether the attributes stand in the same order, too. */
  private static boolean isSame(EntityDescription before, EntityDescription after) {
    return before.equals(after)
        && new ArrayList<>(before.attributes().keySet())
            .equals(new ArrayList<>(after.attributes().keySet()));
  }
}
