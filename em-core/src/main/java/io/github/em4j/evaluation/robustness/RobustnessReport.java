package io.github.em4j.evaluation.robustness;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.ConfidenceInterval;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a matcher stands what is done to its pairs: each perturbation beside the unperturbed run.
 *
 * @param split the name of the split
 * @param counts the answers on the pairs as they are
 * @param f1 F1 on the pairs as they are, with its interval
 * @param results one for each perturbation, in the order given
 */
public record RobustnessReport(
    String split, ConfusionCounts counts, ConfidenceInterval f1, List<RobustnessResult> results) {

  /**
   * Copies the list.
   *
   * @throws NullPointerException if a component is null
   */
  public RobustnessReport {
    requireNonNull(split, "split");
    requireNonNull(counts, "counts");
    requireNonNull(f1, "f1");
    results = List.copyOf(results);
  }

  /**
   * Compares runs that are there already, for example in a store.
   *
   * @param unperturbed the answers on the pairs as they are, at least one
   * @param perturbed for each perturbation the answers on the pairs that it changed; iterated in
   *     the order of the map
   * @param bootstrap how the intervals are computed
   * @return the report
   * @throws IllegalArgumentException if there is no pair, or some answers are not about pairs with
   *     the same ids and labels
   */
  public static RobustnessReport of(
      Predictions unperturbed, Map<Perturbation, Predictions> perturbed, Bootstrap bootstrap) {
    var results = new ArrayList<RobustnessResult>();
    perturbed.forEach(
        (perturbation, predictions) ->
            results.add(RobustnessResult.of(perturbation, unperturbed, predictions, bootstrap)));
    return new RobustnessReport(
        unperturbed.split().name(),
        unperturbed.counts(),
        bootstrap.interval(unperturbed, Score.F1),
        results);
  }
}
