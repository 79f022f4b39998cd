package io.github.em4j.evaluation.abstention;

import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What is decided alone and what is reviewed for every confidence that makes a difference: F1, risk
 * and coverage as ever more of the least confident pairs are left to people. Immutable.
 */
public final class AbstentionCurve {
  private final List<ConfidenceLevel> levels;
  private final List<AbstentionPoint> points;

  private AbstentionCurve(List<ConfidenceLevel> levels, List<AbstentionPoint> points) {
    this.levels = levels;
    this.points = points;
  }

  /**
   * Orders pairs by confidence. O(n log n).
   *
   * @param predictions on at least one pair
   * @return the curve
   * @throws IllegalArgumentException if there is no pair or some pair is decided without a
   *     probability
   */
  public static AbstentionCurve of(Predictions predictions) {
    if (predictions.size() == 0) {
      throw new IllegalArgumentException(
          "an abstention curve needs at least one pair, found none in split '"
              + predictions.split().name()
              + "'");
    }
    List<ConfidenceLevel> levels = ConfidenceLevel.of(predictions);
    // Down the levels, what is reviewed is what is left; counted up from the end of the list.
    var reviewed = new ConfusionCounts[levels.size() + 1];
    reviewed[levels.size()] = ConfusionCounts.NONE;
    for (int i = levels.size() - 1; i >= 0; i--) {
      reviewed[i] = reviewed[i + 1].plus(levels.get(i).counts());
    }
    var points = new ArrayList<AbstentionPoint>(levels.size() + 1);
    ConfusionCounts kept = ConfusionCounts.NONE;
    points.add(new AbstentionPoint(OptionalDouble.empty(), kept, reviewed[0]));
    for (int i = 0; i < levels.size(); i++) {
      ConfidenceLevel level = levels.get(i);
      kept = kept.plus(level.counts());
      OptionalDouble lowest =
          level.isAnswered() ? OptionalDouble.of(level.confidence()) : OptionalDouble.empty();
      points.add(new AbstentionPoint(lowest, kept, reviewed[i + 1]));
    }
    Collections.reverse(points);
    return new AbstentionCurve(levels, Collections.unmodifiableList(points));
  }

  /**
   * The points of the curve, one more than there are levels of confidence.
   *
   * @return with falling coverage: the first one keeps every pair, the last one reviews every pair
   */
  public List<AbstentionPoint> points() {
    return points;
  }

  /**
   * Reviews the least confident pairs.
   *
   * @param share which part of all pairs people can look at, at most, in [0, 1]
   * @return the point that reviews the most pairs within that share; fewer than it where pairs of
   *     equal confidence do not fit in together
   * @throws IllegalArgumentException if the share lies outside [0, 1] or is not a number
   */
  public AbstentionPoint review(double share) {
    // Written so that NaN fails as well.
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share must lie in [0, 1], found " + share);
    }
    int low = 0;
    int high = points.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (points.get(middle).reviewedShare() <= share) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return points.get(low);
  }

  /**
   * The area under the risk-coverage curve: the mean risk over keeping the one, two, ... {@code n}
   * most confident pairs, after Geifman, Uziel and El-Yaniv, "Bias-Reduced Uncertainty Estimation
   * for Deep Neural Classifiers" (2019). Pairs of equal confidence count as if drawn in random
   * order: the risk among them is what to expect. Low is good; a confidence that says nothing has
   * the rate of errors as its area.
   *
   * @return in [0, 1]
   */
  public double areaUnderRiskCoverage() {
    double sum = 0;
    long pairs = 0;
    long errors = 0;
    for (ConfidenceLevel level : levels) {
      long here = level.counts().total();
      long errorsHere = AbstentionPoint.errors(level.counts());
      for (long i = 1; i <= here; i++) {
        sum += (errors + (double) i * errorsHere / here) / (pairs + i);
      }
      pairs += here;
      errors += errorsHere;
    }
    return sum / pairs;
  }

  /**
   * By how much the {@linkplain #areaUnderRiskCoverage area} is more than that of a confidence that
   * has all errors last, which is the least that these answers allow. It compares confidences of
   * matchers that do not make equally many errors.
   *
   * @return in [0, 1]; 0 where every error is less confident than every right answer
   */
  public double excessArea() {
    ConfusionCounts all = points.get(0).kept();
    long errors = AbstentionPoint.errors(all);
    double least = 0;
    for (long i = 1; i <= errors; i++) {
      least += (double) i / (all.total() - errors + i);
    }
    // Rounding may make nothing less than nothing.
    return Math.max(0, areaUnderRiskCoverage() - least / all.total());
  }

  @Override
  public String toString() {
    return "AbstentionCurve[" + points.size() + " points]";
  }
}
