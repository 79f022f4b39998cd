package io.github.em4j.evaluation.cascade;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Predictions;
import java.util.List;

/**
 * F1 against the share of pairs passed on: all thresholds that are best for some budget on a
 * validation split, from the fewest pairs passed on up. Immutable.
 */
public final class CascadeCurve {
  private static final String TARGET = "best F1 per share";

  private final List<CascadeThresholds> thresholds;

  /**
   * What a cascade with some thresholds reaches.
   *
   * @param thresholds where its band lies
   * @param share which part of the pairs is passed on, in [0, 1]
   * @param counts how often each answer was given, with the scores that follow
   */
  public record Point(CascadeThresholds thresholds, double share, ConfusionCounts counts) {

    /**
     * Checks that nothing is null.
     *
     * @throws NullPointerException if a component is null
     */
    public Point {
      requireNonNull(thresholds, "thresholds");
      requireNonNull(counts, "counts");
    }
  }

  private CascadeCurve(List<CascadeThresholds> thresholds) {
    this.thresholds = thresholds;
  }

  /**
   * Chooses the thresholds. For each share that can be passed on they are those that {@link
   * CascadeThresholds#chooseOn} takes for {@link CascadeTarget#share}, exactly; shares that bring
   * nothing over a smaller one are left out.
   *
   * @param cheap what the cheap matcher answered on the split to choose on
   * @param dear what the dear matcher answered on the same pairs
   * @return the curve
   * @throws IllegalArgumentException as {@link CascadeThresholds#chooseOn} does
   */
  public static CascadeCurve chosenOn(Predictions cheap, Predictions dear) {
    CascadeSweep sweep = CascadeSweep.over(cheap, dear);
    return new CascadeCurve(
        sweep.frontier().stream().map(cut -> sweep.thresholds(cut, TARGET)).toList());
  }

  /**
   * The thresholds, each with the share and the scores that it reaches where it was chosen.
   *
   * @return at least one; share and F1 rise strictly
   */
  public List<CascadeThresholds> thresholds() {
    return thresholds;
  }

  /**
   * What the same thresholds reach on other pairs, such as a test split: an honest curve, which
   * need not rise.
   *
   * @param cheap what the cheap matcher answered
   * @param dear what the dear matcher answered on the same pairs
   * @return a point for each of {@link #thresholds}, in the same order
   * @throws IllegalArgumentException if the two are not about the same pairs or there is no pair
   */
  public List<Point> applyTo(Predictions cheap, Predictions dear) {
    return thresholds.stream()
        .map(
            chosen -> {
              CascadeResult result = chosen.applyTo(cheap, dear);
              return new Point(chosen, result.share(), result.counts());
            })
        .toList();
  }

  @Override
  public String toString() {
    return "CascadeCurve[" + thresholds.size() + " points]";
  }
}
