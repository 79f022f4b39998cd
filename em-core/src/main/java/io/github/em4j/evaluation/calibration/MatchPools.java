package io.github.em4j.evaluation.calibration;

import io.github.em4j.evaluation.ScoredPredictions;

/**
 * Pairs in pools whose rates of matches rise strictly with the probability: what the algorithm of
 * pooling adjacent violators leaves (Ayer et al., "An Empirical Distribution Function for Sampling
 * with Incomplete Information", 1955). Rates are compared as fractions of whole numbers, so equal
 * means equal. Pools are numbered from the lowest probability up.
 */
final class MatchPools {
  private final double[] low;
  private final double[] high;
  private final int[] matches;
  private final int[] pairs;
  private int count;

  private MatchPools(int most) {
    low = new double[most];
    high = new double[most];
    matches = new int[most];
    pairs = new int[most];
  }

  /** Pools the pairs, in linear time. */
  static MatchPools of(ScoredPredictions scored) {
    var pools = new MatchPools(scored.groups());
    for (int group = scored.groups() - 1; group >= 0; group--) {
      pools.add(
          scored.probability(group),
          scored.matchesAt(group),
          scored.matchesAt(group) + scored.nonMatchesAt(group));
    }
    return pools;
  }

  private void add(double probability, int matchesHere, int pairsHere) {
    low[count] = probability;
    high[count] = probability;
    matches[count] = matchesHere;
    pairs[count] = pairsHere;
    count++;
    while (count > 1 && !risesTo(count - 1)) {
      count--;
      high[count - 1] = high[count];
      matches[count - 1] += matches[count];
      pairs[count - 1] += pairs[count];
    }
  }

  private boolean risesTo(int pool) {
    return (long) matches[pool - 1] * pairs[pool] < (long) matches[pool] * pairs[pool - 1];
  }

  int count() {
    return count;
  }

  /** The lowest probability in a pool. */
  double low(int pool) {
    return low[pool];
  }

  /** The highest probability in a pool. */
  double high(int pool) {
    return high[pool];
  }

  /** Which part of a pool's pairs are matches, in [0, 1]. */
  double rate(int pool) {
    return (double) matches[pool] / pairs[pool];
  }
}
