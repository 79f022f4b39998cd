package io.github.em4j.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Precision and recall at every threshold that makes a difference. Immutable; made by {@link
 * ScoredPredictions#precisionRecallCurve}.
 */
public final class PrecisionRecallCurve {
  private final List<Point> points;
  private final double averagePrecision;

  /**
   * Precision and recall when every pair of at least a probability is taken for a match.
   *
   * @param threshold the lowest probability that counts as a match, in [0, 1]
   * @param precision which part of those pairs are matches, in [0, 1]
   * @param recall which part of the matches is among them, in [0, 1]
   */
  public record Point(double threshold, double precision, double recall) {}

  private PrecisionRecallCurve(List<Point> points, double averagePrecision) {
    this.points = Collections.unmodifiableList(points);
    this.averagePrecision = averagePrecision;
  }

  /** Goes down the thresholds; there has to be at least one match. */
  static PrecisionRecallCurve of(ScoredPredictions scored) {
    var points = new ArrayList<Point>(scored.groups());
    double areaTimesMatches = 0;
    long found = 0;
    long predicted = 0;
    for (int group = 0; group < scored.groups(); group++) {
      int foundHere = scored.matchesAt(group);
      found += foundHere;
      predicted += foundHere + scored.nonMatchesAt(group);
      double precision = (double) found / predicted;
      points.add(
          new Point(scored.probability(group), precision, (double) found / scored.matches()));
      areaTimesMatches += foundHere * precision;
    }
    return new PrecisionRecallCurve(points, areaTimesMatches / scored.matches());
  }

  /**
   * The points of the curve, one per distinct probability.
   *
   * @return with falling threshold and so with rising recall, the last one at recall 1; the point
   *     where nothing is predicted is left out, since it has no precision
   */
  public List<Point> points() {
    return points;
  }

  /**
   * Average precision: the sum over all points of precision times the gain in recall. Steps, not
   * trapezoids, because a line between two points would promise what no threshold gives; pairs of
   * equal probability are one step. The same definition as scikit-learn's {@code
   * average_precision_score}.
   *
   * @return in (0, 1]
   */
  public double averagePrecision() {
    return averagePrecision;
  }

  @Override
  public String toString() {
    return "PrecisionRecallCurve["
        + points.size()
        + " points, average precision "
        + averagePrecision
        + "]";
  }
}
