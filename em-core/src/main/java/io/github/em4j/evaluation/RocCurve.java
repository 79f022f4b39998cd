package io.github.em4j.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * True and false positive rate at every threshold that makes a difference (receiver operating
 * characteristic). Immutable; made by {@link ScoredPredictions#rocCurve}.
 */
public final class RocCurve {
  private final List<Point> points;
  private final double areaUnderCurve;

  /**
   * Both rates when every pair of at least a probability is taken for a match.
   *
   * @param threshold the lowest probability that counts as a match, in [0, 1]
   * @param falsePositiveRate which part of the non-matches is taken for matches, in [0, 1]
   * @param truePositiveRate which part of the matches is taken for matches (recall), in [0, 1]
   */
  public record Point(double threshold, double falsePositiveRate, double truePositiveRate) {}

  private RocCurve(List<Point> points, double areaUnderCurve) {
    this.points = Collections.unmodifiableList(points);
    this.areaUnderCurve = areaUnderCurve;
  }

  /** Goes down the thresholds; both classes have to be there. */
  static RocCurve of(ScoredPredictions scored) {
    var points = new ArrayList<Point>(scored.groups());
    // Pairs of a match and a non-match: two halves where the match is ahead, one where they tie.
    long halvesWon = 0;
    long truePositives = 0;
    long falsePositives = 0;
    for (int group = 0; group < scored.groups(); group++) {
      int nonMatchesHere = scored.nonMatchesAt(group);
      halvesWon += nonMatchesHere * (2 * truePositives + scored.matchesAt(group));
      truePositives += scored.matchesAt(group);
      falsePositives += nonMatchesHere;
      points.add(
          new Point(
              scored.probability(group),
              (double) falsePositives / scored.nonMatches(),
              (double) truePositives / scored.matches()));
    }
    return new RocCurve(points, halvesWon / (2.0 * scored.matches() * scored.nonMatches()));
  }

  /**
   * The points of the curve, one per distinct probability.
   *
   * @return with falling threshold, the last one at (1, 1); the curve begins at (0, 0), which is
   *     left out because no threshold up to 1 belongs to it
   */
  public List<Point> points() {
    return points;
  }

  /**
   * The area under the curve: how probable it is that a match drawn at random has a higher
   * probability than a non-match drawn at random, ties counting one half (the Mann-Whitney
   * statistic). Computed in whole numbers up to the last division.
   *
   * @return in [0, 1]; 0.5 is what chance gives
   */
  public double areaUnderCurve() {
    return areaUnderCurve;
  }

  @Override
  public String toString() {
    return "RocCurve[" + points.size() + " points, area " + areaUnderCurve + "]";
  }
}
