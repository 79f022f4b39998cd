package io.github.em4j.training;

import io.github.em4j.MatchLabel;
import io.github.em4j.model.FineTuningData;
import java.util.Locale;

/**
 * How many examples of data for fine-tuning are of each label.
 *
 * @param matches how many are matches
 * @param nonMatches how many are non-matches
 * @param unlabelled how many have no label
 */
public record ClassBalance(int matches, int nonMatches, int unlabelled) {

  /**
   * Counts the examples of some data.
   *
   * @param data the data; its validation questions are not counted
   * @return the counts
   */
  public static ClassBalance of(FineTuningData data) {
    return new ClassBalance(
        data.count(MatchLabel.MATCH), data.count(MatchLabel.NON_MATCH), data.unlabelled());
  }

  /**
   * The share of matches among the labelled examples.
   *
   * @return in [0, 1]; 0 where none is labelled
   */
  public double matchShare() {
    int labelled = matches + nonMatches;
    return labelled == 0 ? 0 : (double) matches / labelled;
  }

  /** A line for people, for example {@code 616 matches (10.7 %), 5127 non-matches}. */
  @Override
  public String toString() {
    String line =
        String.format(
            Locale.ROOT,
            "%d matches (%.1f %%), %d non-matches",
            matches,
            100 * matchShare(),
            nonMatches);
    return unlabelled == 0 ? line : line + ", " + unlabelled + " without label";
  }
}
