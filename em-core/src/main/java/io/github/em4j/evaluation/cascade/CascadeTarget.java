package io.github.em4j.evaluation.cascade;

import java.util.ArrayList;
import java.util.List;

/**
 * What the thresholds of a cascade are chosen for: the best F1 or the fewest pairs passed on, among
 * the thresholds with which the cascade as a whole keeps all bounds on the validation split.
 * Immutable; each method that sets a bound returns a new target.
 *
 * <pre>{@code
 * CascadeTarget.share(0.1);                                    // the best F1 for one pair in ten
 * CascadeTarget.cost(2.50, new CascadePrices(0.10, 12));       // the best F1 for 2.50 per 1,000 pairs
 * CascadeTarget.precision(0.98);                               // the best F1 at that precision
 * CascadeTarget.fewestPassedOn().minF1(0.9);                   // as cheap as F1 of 0.9 can be
 * CascadeTarget.fewestPassedOn().minPrecision(0.98).minRecall(0.9);
 * }</pre>
 */
public final class CascadeTarget {

  /** By how much a cost may exceed its bound, as part of the pairs: rounding, not money. */
  private static final double ROUNDING = 1e-12;

  private final boolean fewestPassedOn;
  private final double minPrecision;
  private final double minRecall;
  private final double minF1;
  private final double maxShare;

  private CascadeTarget(
      boolean fewestPassedOn,
      double minPrecision,
      double minRecall,
      double minF1,
      double maxShare) {
    this.fewestPassedOn = fewestPassedOn;
    this.minPrecision = inUnitInterval("a precision", minPrecision);
    this.minRecall = inUnitInterval("a recall", minRecall);
    this.minF1 = inUnitInterval("an F1", minF1);
    this.maxShare = inUnitInterval("a share", maxShare);
  }

  /**
   * The best F1; of several equally good thresholds those that pass on the fewest pairs.
   *
   * @return a target without a bound
   */
  public static CascadeTarget bestF1() {
    return new CascadeTarget(false, 0, 0, 0, 1);
  }

  /**
   * The fewest pairs passed on; of several equally good thresholds those with the best F1. It makes
   * sense only together with a bound on the quality.
   *
   * @return a target without a bound
   */
  public static CascadeTarget fewestPassedOn() {
    return new CascadeTarget(true, 0, 0, 0, 1);
  }

  /**
   * The best F1 at a precision.
   *
   * @param precision of the cascade as a whole, at least, in [0, 1]
   * @return {@code bestF1().minPrecision(precision)}
   * @throws IllegalArgumentException if it lies outside [0, 1] or is not a number
   */
  public static CascadeTarget precision(double precision) {
    return bestF1().minPrecision(precision);
  }

  /**
   * The best F1 at a recall.
   *
   * @param recall of the cascade as a whole, at least, in [0, 1]
   * @return {@code bestF1().minRecall(recall)}
   * @throws IllegalArgumentException if it lies outside [0, 1] or is not a number
   */
  public static CascadeTarget recall(double recall) {
    return bestF1().minRecall(recall);
  }

  /**
   * The best F1 while not more than a share of the pairs is passed on.
   *
   * @param share of the pairs, at most, in [0, 1]
   * @return {@code bestF1().maxShare(share)}
   * @throws IllegalArgumentException if it lies outside [0, 1] or is not a number
   */
  public static CascadeTarget share(double share) {
    return bestF1().maxShare(share);
  }

  /**
   * The best F1 that a budget allows.
   *
   * @param perThousand what 1,000 pairs may cost, at least the price of the cheap matcher
   * @param prices what the two matchers cost, in the same currency
   * @return {@code bestF1().maxCost(perThousand, prices)}
   * @throws IllegalArgumentException if the budget does not even pay for the cheap matcher
   */
  public static CascadeTarget cost(double perThousand, CascadePrices prices) {
    return bestF1().maxCost(perThousand, prices);
  }

  /**
   * Sets the lowest precision of the cascade as a whole. A cascade that predicts no match has the
   * precision 0.
   *
   * @param precision in [0, 1]
   * @return a new target
   * @throws IllegalArgumentException if it lies outside [0, 1] or is not a number
   */
  public CascadeTarget minPrecision(double precision) {
    return new CascadeTarget(fewestPassedOn, precision, minRecall, minF1, maxShare);
  }

  /**
   * Sets the lowest recall of the cascade as a whole, over all matches of the split.
   *
   * @param recall in [0, 1]
   * @return a new target
   * @throws IllegalArgumentException if it lies outside [0, 1] or is not a number
   */
  public CascadeTarget minRecall(double recall) {
    return new CascadeTarget(fewestPassedOn, minPrecision, recall, minF1, maxShare);
  }

  /**
   * Sets the lowest F1 of the cascade as a whole.
   *
   * @param f1 in [0, 1]
   * @return a new target
   * @throws IllegalArgumentException if it lies outside [0, 1] or is not a number
   */
  public CascadeTarget minF1(double f1) {
    return new CascadeTarget(fewestPassedOn, minPrecision, minRecall, f1, maxShare);
  }

  /**
   * Sets the largest share of the pairs that may be passed on.
   *
   * @param share in [0, 1]
   * @return a new target
   * @throws IllegalArgumentException if it lies outside [0, 1] or is not a number
   */
  public CascadeTarget maxShare(double share) {
    return new CascadeTarget(fewestPassedOn, minPrecision, minRecall, minF1, share);
  }

  /**
   * Sets the largest share of the pairs that may be passed on by what it costs.
   *
   * @param perThousand what 1,000 pairs may cost, at least the price of the cheap matcher
   * @param prices what the two matchers cost, in the same currency
   * @return a new target
   * @throws IllegalArgumentException if the budget does not even pay for the cheap matcher
   */
  public CascadeTarget maxCost(double perThousand, CascadePrices prices) {
    // Written so that NaN fails as well.
    if (!(perThousand >= prices.cheap())) {
      throw new IllegalArgumentException(
          "a budget must pay for the cheap matcher, which costs %s per 1,000 pairs, found %s"
              .formatted(prices.cheap(), perThousand));
    }
    double share = (perThousand - prices.cheap()) / prices.dear() + ROUNDING;
    return maxShare(Math.min(1, share));
  }

  private static double inUnitInterval(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " must lie in [0, 1], found " + value);
    }
    return value;
  }

  boolean isFewestPassedOn() {
    return fewestPassedOn;
  }

  /** How many of some pairs may be passed on. */
  int maxPassedOn(int pairs) {
    int most = (int) Math.min(pairs, Math.ceil(maxShare * pairs) + 1);
    // The product is rounded; the share itself decides.
    while (most > 0 && (double) most / pairs > maxShare) {
      most--;
    }
    return most;
  }

  /** Whether the bounds on the quality are kept; the scores are those of ConfusionCounts. */
  boolean isReached(long truePositives, long falsePositives, long matches) {
    long predicted = truePositives + falsePositives;
    return (minPrecision == 0
            || (predicted > 0 && (double) truePositives / predicted >= minPrecision))
        && (double) truePositives / matches >= minRecall
        && (double) (2 * truePositives) / (predicted + matches) >= minF1;
  }

  /** For example {@code best F1, share at most 0.1}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add(fewestPassedOn ? "fewest passed on" : "best F1");
    if (minPrecision > 0) {
      parts.add("precision at least " + minPrecision);
    }
    if (minRecall > 0) {
      parts.add("recall at least " + minRecall);
    }
    if (minF1 > 0) {
      parts.add("F1 at least " + minF1);
    }
    if (maxShare < 1) {
      parts.add("share at most " + maxShare);
    }
    return String.join(", ", parts);
  }
}
