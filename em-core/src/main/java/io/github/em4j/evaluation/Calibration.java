package io.github.em4j.evaluation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * How match probabilities and the rate of matches go together, bin by bin: the content of a
 * reliability diagram. Calibrated probabilities have as many matches in each bin as they say.
 *
 * @param binning how the bins were cut
 * @param bins the bins that hold a pair, from the lowest probability up; at least one
 */
public record Calibration(Binning binning, List<Bin> bins) {

  /** How the range of probabilities is cut into bins. */
  public enum Binning {
    /**
     * Bins of equal width over [0, 1], open below and closed above, the first one closed on both
     * sides: ten bins are [0, 0.1], (0.1, 0.2], and so on to (0.9, 1], as in Guo et al., "On
     * Calibration of Modern Neural Networks" (2017). Empty bins are left out.
     */
    EQUAL_WIDTH,
    /**
     * Bins with equally many pairs, as far as that goes without tearing pairs of equal probability
     * apart; so there may be fewer bins than asked for. Their bounds are the lowest and the highest
     * probability that they hold. Better where nearly all probabilities lie at the two ends.
     */
    EQUAL_MASS
  }

  /**
   * The pairs whose probabilities lie close together.
   *
   * @param low the lower bound, in [0, 1]
   * @param high the upper bound, in [0, 1]
   * @param pairs how many pairs there are, at least 1
   * @param meanProbability the mean of their probabilities, in [0, 1]
   * @param matchRate which part of them are matches, in [0, 1]
   */
  public record Bin(double low, double high, int pairs, double meanProbability, double matchRate) {

    /**
     * Checks that numbers are in their range.
     *
     * @throws IllegalArgumentException if the bin is empty or a number lies outside its range or is
     *     not a number
     */
    public Bin {
      // Written so that NaN fails as well.
      boolean ordered = low >= 0 && low <= high && high <= 1;
      boolean inRange =
          meanProbability >= 0 && meanProbability <= 1 && matchRate >= 0 && matchRate <= 1;
      if (pairs < 1 || !ordered || !inRange) {
        throw new IllegalArgumentException(
            "a bin holds at least one pair and numbers in [0, 1], found %d pairs in [%s, %s] with mean %s and match rate %s"
                .formatted(pairs, low, high, meanProbability, matchRate));
      }
    }

    /**
     * How far the probabilities are from the truth.
     *
     * @return the distance of mean probability and match rate, in [0, 1]
     */
    public double gap() {
      return Math.abs(meanProbability - matchRate);
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no bin
   */
  public Calibration {
    requireNonNull(binning, "binning");
    bins = List.copyOf(bins);
    if (bins.isEmpty()) {
      throw new IllegalArgumentException("a calibration needs at least one bin");
    }
  }

  /** Cuts the pairs into bins; there has to be at least one pair. */
  static Calibration of(ScoredPredictions scored, Binning binning, int binCount) {
    return new Calibration(
        binning,
        binning == Binning.EQUAL_WIDTH
            ? equalWidth(scored, binCount)
            : equalMass(scored, binCount));
  }

  private static List<Bin> equalWidth(ScoredPredictions scored, int binCount) {
    var bins = new ArrayList<Bin>();
    int end = scored.groups() - 1;
    while (end >= 0) {
      int index = indexOf(scored.probability(end), binCount);
      double high = (index + 1.0) / binCount;
      int start = end;
      while (start > 0 && scored.probability(start - 1) <= high) {
        start--;
      }
      bins.add(bin((double) index / binCount, high, scored, start, end));
      end = start - 1;
    }
    return bins;
  }

  /** The bin (index / n, (index + 1) / n] that holds a probability, the first one for 0. */
  private static int indexOf(double probability, int binCount) {
    int index = Math.max(0, (int) Math.ceil(probability * binCount) - 1);
    // The product is rounded; the bounds themselves decide.
    if (probability > (index + 1.0) / binCount) {
      return index + 1;
    }
    return index > 0 && probability <= (double) index / binCount ? index - 1 : index;
  }

  private static List<Bin> equalMass(ScoredPredictions scored, int binCount) {
    var bins = new ArrayList<Bin>();
    long pairs = 0;
    long sharesClosed = 0;
    int end = scored.groups() - 1;
    for (int start = end; start >= 0; start--) {
      pairs += scored.matchesAt(start) + scored.nonMatchesAt(start);
      // Many equal probabilities can fill several shares at once; the next bin still gets its own.
      long shares = pairs * binCount / scored.size();
      if (shares > sharesClosed) {
        bins.add(bin(scored.probability(end), scored.probability(start), scored, start, end));
        sharesClosed = shares;
        end = start - 1;
      }
    }
    return bins;
  }

  /** The pairs of the groups from start to end, both included, as one bin. */
  private static Bin bin(double low, double high, ScoredPredictions scored, int start, int end) {
    int pairs = 0;
    int matches = 0;
    double sum = 0;
    for (int group = start; group <= end; group++) {
      int here = scored.matchesAt(group) + scored.nonMatchesAt(group);
      pairs += here;
      matches += scored.matchesAt(group);
      sum += here * scored.probability(group);
    }
    // Rounding may carry the mean of equal probabilities past them.
    double mean = Math.max(low, Math.min(high, sum / pairs));
    return new Bin(low, high, pairs, mean, (double) matches / pairs);
  }

  /**
   * The expected calibration error: the mean gap of the bins, each weighted by its pairs. It looks
   * at the probability of a match, not at that of the predicted label. It depends on the bins, so
   * compare only what was cut alike.
   *
   * @return in [0, 1]; 0 is calibrated as far as these bins can tell
   */
  public double expectedCalibrationError() {
    double weighted = 0;
    long pairs = 0;
    for (Bin bin : bins) {
      weighted += bin.pairs() * bin.gap();
      pairs += bin.pairs();
    }
    return weighted / pairs;
  }

  /**
   * The maximum calibration error: the widest gap of any bin.
   *
   * @return in [0, 1], at least {@link #expectedCalibrationError}
   */
  public double maximumCalibrationError() {
    return bins.stream().mapToDouble(Bin::gap).max().orElseThrow();
  }
}
