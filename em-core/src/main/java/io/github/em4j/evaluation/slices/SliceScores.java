package io.github.em4j.evaluation.slices;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.ConfidenceInterval;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.Proportion;
import io.github.em4j.evaluation.Score;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The scores of one slice, as far as they are defined there.
 *
 * @param slice its name
 * @param coverage how many pairs of the split it covers
 * @param counts the answers on its pairs, undecided and failed ones apart
 * @param intervals the scores that are defined on its pairs, with their intervals
 */
public record SliceScores(
    String slice,
    Proportion coverage,
    ConfusionCounts counts,
    Map<Score, ConfidenceInterval> intervals) {

  /**
   * Copies the map.
   *
   * @throws NullPointerException if a component is null
   */
  public SliceScores {
    requireNonNull(slice, "slice");
    requireNonNull(coverage, "coverage");
    requireNonNull(counts, "counts");
    var ordered = new EnumMap<Score, ConfidenceInterval>(Score.class);
    ordered.putAll(intervals);
    intervals = Collections.unmodifiableMap(ordered);
  }

  static SliceScores of(Slice slice, Predictions all, Bootstrap bootstrap) {
    Predictions inSlice = all.select(slice.name(), slice.rows());
    ConfusionCounts counts = inSlice.counts();
    var intervals = new EnumMap<Score, ConfidenceInterval>(Score.class);
    if (inSlice.size() > 0) {
      bootstrap
          .intervals(inSlice)
          .forEach(
              (score, interval) -> {
                if (isDefined(score, counts)) {
                  intervals.put(score, interval);
                }
              });
    }
    return new SliceScores(
        slice.name(), new Proportion(inSlice.size(), all.size()), counts, intervals);
  }

  private static boolean isDefined(Score score, ConfusionCounts counts) {
    return switch (score) {
      case PRECISION -> counts.truePositives() + counts.falsePositives() > 0;
      case RECALL, F1 -> counts.matches().total() > 0;
      case ACCURACY -> counts.total() > 0;
    };
  }

  /**
   * How many pairs the slice has.
   *
   * @return at least 0
   */
  public long pairs() {
    return coverage.part();
  }

  /**
   * A score with its interval.
   *
   * @param score which one
   * @return empty where the pairs do not define it: recall and F1 without a match, precision
   *     without a predicted match, accuracy without a pair
   */
  public Optional<ConfidenceInterval> interval(Score score) {
    return Optional.ofNullable(intervals.get(score));
  }

  /**
   * Which part of the non-matches was taken for matches; what there is to say of hard negatives.
   *
   * @return empty of value where the slice has no non-match
   */
  public Proportion falsePositiveRate() {
    return new Proportion(counts.falsePositives(), counts.nonMatches().total());
  }
}
