package io.github.em4j.evaluation.robustness;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatcher;
import io.github.em4j.MatchOptions;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.Evaluator;
import io.github.em4j.evaluation.Predictions;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Runs a matcher over the pairs of a split as they are and after each of some perturbations. Needs
 * as many runs as there are perturbations, and one more. Immutable and safe for use by many
 * threads.
 */
public final class RobustnessEvaluator {

  /** Default run options and bootstrap. */
  public static final RobustnessEvaluator DEFAULTS =
      new RobustnessEvaluator(MatchOptions.DEFAULTS, Bootstrap.DEFAULTS);

  private final Evaluator evaluator;
  private final Bootstrap bootstrap;

  /**
   * An evaluator.
   *
   * @param matchOptions how the matcher runs: batch size, concurrency, listener
   * @param bootstrap how the intervals are computed
   */
  public RobustnessEvaluator(MatchOptions matchOptions, Bootstrap bootstrap) {
    this.bootstrap = requireNonNull(bootstrap, "bootstrap");
    this.evaluator =
        Evaluator.builder()
            .matchOptions(matchOptions)
            .bootstrap(bootstrap)
            .keepOutcomes(false)
            .build();
  }

  /**
   * Runs the matcher, which stays open.
   *
   * @param matcher what to evaluate
   * @param split the labelled pairs; at least one
   * @param perturbations what to do to them, all with different descriptions
   * @return the report
   * @throws IllegalArgumentException if the split is empty or two perturbations do the same
   * @throws io.github.em4j.EntityMatchingException if the matcher cannot work at all or a run ended
   *     early
   */
  public RobustnessReport evaluate(
      EntityMatcher matcher, DatasetSplit split, List<Perturbation> perturbations) {
    requireDifferent(perturbations);
    Predictions unperturbed = evaluator.evaluate(matcher, split).predictions();
    var perturbed = new LinkedHashMap<Perturbation, Predictions>();
    for (Perturbation perturbation : perturbations) {
      perturbed.put(
          perturbation, evaluator.evaluate(matcher, perturbation.perturb(split)).predictions());
    }
    return RobustnessReport.of(unperturbed, perturbed, bootstrap);
  }

  private static void requireDifferent(List<Perturbation> perturbations) {
    List<String> descriptions = perturbations.stream().map(Perturbation::description).toList();
    if (descriptions.stream().distinct().count() < descriptions.size()) {
      throw new IllegalArgumentException(
          "perturbations must all do something else, found " + descriptions);
    }
  }
}
