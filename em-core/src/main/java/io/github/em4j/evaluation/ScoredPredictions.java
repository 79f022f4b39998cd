package io.github.em4j.evaluation;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * Labels and match probabilities of many pairs, for the scores that look at probabilities.
 *
 * <p>None of these scores depends on the order of the pairs. So what is kept is, for each distinct
 * probability, how many matches and how many non-matches have it. That makes every later pass
 * linear, treats pairs of equal probability as one step, and makes all scores independent of the
 * order in which the pairs came.
 *
 * <p>Immutable. A score that is not defined, because a class is absent or there is no pair at all,
 * is an empty optional and never NaN.
 */
public final class ScoredPredictions {
  /** How near to 0 and 1 a probability counts in {@link #logLoss}. */
  private static final double CLEAREST = 1e-12;

  // Distinct, descending; the three arrays have the same length.
  private final double[] probabilities;
  private final int[] matchesAt;
  private final int[] nonMatchesAt;
  private final int matches;
  private final int nonMatches;

  private ScoredPredictions(double[] probabilities, int[] matchesAt, int[] nonMatchesAt) {
    this.probabilities = probabilities;
    this.matchesAt = matchesAt;
    this.nonMatchesAt = nonMatchesAt;
    this.matches = Arrays.stream(matchesAt).sum();
    this.nonMatches = Arrays.stream(nonMatchesAt).sum();
  }

  /**
   * Groups pairs by probability. O(n log n), without a box per pair.
   *
   * @param matches whether pair {@code i} is a match
   * @param probabilities how probable that is in the matcher's view, in [0, 1]
   * @return the grouped pairs
   * @throws IllegalArgumentException if the arrays differ in length or a probability lies outside
   *     [0, 1] or is not a number
   */
  public static ScoredPredictions of(boolean[] matches, double[] probabilities) {
    if (matches.length != probabilities.length) {
      throw new IllegalArgumentException(
          "every label needs a probability, found %d labels and %d probabilities"
              .formatted(matches.length, probabilities.length));
    }
    return group(sortedKeys(matches, probabilities));
  }

  /**
   * One long per pair that sorts like its probability and has its label in the last bit. Nothing is
   * lost: the bits of a double in [0, 1] sort like its value and leave the two highest bits unused.
   */
  private static long[] sortedKeys(boolean[] matches, double[] probabilities) {
    var keys = new long[matches.length];
    for (int i = 0; i < keys.length; i++) {
      double probability = probabilities[i];
      // Written so that NaN fails as well.
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "a probability must lie in [0, 1], found " + probability + " at index " + i);
      }
      // Adding 0 turns a negative zero into a positive one.
      keys[i] = Double.doubleToRawLongBits(probability + 0.0) << 1 | (matches[i] ? 1 : 0);
    }
    Arrays.sort(keys);
    return keys;
  }

  private static ScoredPredictions group(long[] ascendingKeys) {
    int n = ascendingKeys.length;
    var probabilities = new double[n];
    var matchesAt = new int[n];
    var nonMatchesAt = new int[n];
    int groups = 0;
    for (int i = n - 1; i >= 0; i--) {
      long key = ascendingKeys[i];
      if (i == n - 1 || key >>> 1 != ascendingKeys[i + 1] >>> 1) {
        probabilities[groups++] = Double.longBitsToDouble(key >>> 1);
      }
      int[] counts = (key & 1) == 1 ? matchesAt : nonMatchesAt;
      counts[groups - 1]++;
    }
    return new ScoredPredictions(
        Arrays.copyOf(probabilities, groups),
        Arrays.copyOf(matchesAt, groups),
        Arrays.copyOf(nonMatchesAt, groups));
  }

  /**
   * How many pairs there are.
   *
   * @return matches and non-matches together
   */
  public int size() {
    return matches + nonMatches;
  }

  /**
   * How many pairs are matches.
   *
   * @return at least 0
   */
  public int matches() {
    return matches;
  }

  /**
   * How many pairs are non-matches.
   *
   * @return at least 0
   */
  public int nonMatches() {
    return nonMatches;
  }

  /**
   * Precision and recall at every threshold.
   *
   * @return the curve, or empty where there is no match, because recall is not defined then
   */
  public Optional<PrecisionRecallCurve> precisionRecallCurve() {
    return matches == 0 ? Optional.empty() : Optional.of(PrecisionRecallCurve.of(this));
  }

  /**
   * True and false positive rate at every threshold.
   *
   * @return the curve, or empty where there is no match or no non-match, because one of the rates
   *     is not defined then
   */
  public Optional<RocCurve> rocCurve() {
    return matches == 0 || nonMatches == 0 ? Optional.empty() : Optional.of(RocCurve.of(this));
  }

  /**
   * How probabilities and the rate of matches go together, bin by bin.
   *
   * @param binning how the bins are cut
   * @param bins how many bins at most
   * @return the calibration, or empty where there is no pair
   * @throws IllegalArgumentException if the number of bins is smaller than 1
   */
  public Optional<Calibration> calibration(Calibration.Binning binning, int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("the number of bins must be at least 1, found " + bins);
    }
    return size() == 0 ? Optional.empty() : Optional.of(Calibration.of(this, binning, bins));
  }

  /**
   * The Brier score: the mean squared distance between the probability and the label (1 for a
   * match, 0 for a non-match). Low is good; saying 0.5 always costs 0.25.
   *
   * @return in [0, 1], or empty where there is no pair
   */
  public OptionalDouble brierScore() {
    if (size() == 0) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (int group = 0; group < groups(); group++) {
      double p = probabilities[group];
      sum += matchesAt[group] * (1 - p) * (1 - p) + nonMatchesAt[group] * p * p;
    }
    return OptionalDouble.of(sum / size());
  }

  /**
   * The log loss, also called cross-entropy or mean negative log-likelihood: the mean of {@code
   * -ln} of the probability that was given to the right label. Low is good; saying 0.5 always costs
   * {@code ln 2 = 0.693}. Probabilities are first moved into [{@value #CLEAREST}, 1 - {@value
   * #CLEAREST}], so that one wrong certainty costs 27.6 and not infinity.
   *
   * @return at least 0 and finite, or empty where there is no pair
   */
  public OptionalDouble logLoss() {
    if (size() == 0) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (int group = 0; group < groups(); group++) {
      double p = Math.max(CLEAREST, Math.min(1 - CLEAREST, probabilities[group]));
      // A group without a match must not count the logarithm of its probability at all.
      sum -= matchesAt[group] == 0 ? 0 : matchesAt[group] * Math.log(p);
      sum -= nonMatchesAt[group] == 0 ? 0 : nonMatchesAt[group] * Math.log1p(-p);
    }
    return OptionalDouble.of(sum / size());
  }

  /**
   * The same labels with other probabilities; pairs of equal probability stay equal.
   *
   * @param change from a probability to a probability, both in [0, 1]
   * @return new pairs; these stay as they are
   * @throws IllegalArgumentException if a changed probability lies outside [0, 1] or is not a
   *     number
   */
  public ScoredPredictions mapProbabilities(DoubleUnaryOperator change) {
    var labels = new boolean[size()];
    var changed = new double[size()];
    int next = 0;
    for (int group = 0; group < groups(); group++) {
      int end = next + matchesAt[group] + nonMatchesAt[group];
      Arrays.fill(labels, next, next + matchesAt[group], true);
      Arrays.fill(changed, next, end, change.applyAsDouble(probabilities[group]));
      next = end;
    }
    return of(labels, changed);
  }

  /**
   * How many distinct probabilities there are, each with its pairs as one group.
   *
   * @return at least 0
   */
  public int groups() {
    return probabilities.length;
  }

  /**
   * The probability of a group.
   *
   * @param group from 0, the highest probability, to {@link #groups} - 1, the lowest
   * @return in [0, 1]
   */
  public double probability(int group) {
    return probabilities[group];
  }

  /**
   * How many matches have the probability of a group.
   *
   * @param group from 0 to {@link #groups} - 1
   * @return at least 0
   */
  public int matchesAt(int group) {
    return matchesAt[group];
  }

  /**
   * How many non-matches have the probability of a group.
   *
   * @param group from 0 to {@link #groups} - 1
   * @return at least 0
   */
  public int nonMatchesAt(int group) {
    return nonMatchesAt[group];
  }

  /**
   * The same probabilities with other numbers of pairs, as a resample has them.
   *
   * @param counts the matches of group {@code g} at {@code 2 g}, its non-matches after them
   */
  ScoredPredictions withCounts(int[] counts) {
    var kept = new double[groups()];
    var matchesKept = new int[groups()];
    var nonMatchesKept = new int[groups()];
    int next = 0;
    for (int group = 0; group < groups(); group++) {
      if (counts[2 * group] + counts[2 * group + 1] > 0) {
        kept[next] = probabilities[group];
        matchesKept[next] = counts[2 * group];
        nonMatchesKept[next++] = counts[2 * group + 1];
      }
    }
    return new ScoredPredictions(
        Arrays.copyOf(kept, next),
        Arrays.copyOf(matchesKept, next),
        Arrays.copyOf(nonMatchesKept, next));
  }

  /** The group of a probability, which has to be one of them. */
  int groupOf(double probability) {
    int low = 0;
    int high = groups() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (probabilities[middle] > probability) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScoredPredictions that
        && Arrays.equals(probabilities, that.probabilities)
        && Arrays.equals(matchesAt, that.matchesAt)
        && Arrays.equals(nonMatchesAt, that.nonMatchesAt);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(probabilities) + Arrays.hashCode(matchesAt))
        + Arrays.hashCode(nonMatchesAt);
  }

  @Override
  public String toString() {
    return "ScoredPredictions[" + matches + " matches, " + nonMatches + " non-matches]";
  }
}
