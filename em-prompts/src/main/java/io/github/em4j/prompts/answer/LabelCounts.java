package io.github.em4j.prompts.answer;

import io.github.em4j.MatchLabel;
import java.util.Optional;

/**
 * How many answers said what.
 *
 * @param matches answers read as a match, at least 0
 * @param nonMatches answers read as a non-match, at least 0
 * @param unparsed answers that say neither, at least 0
 */
public record LabelCounts(long matches, long nonMatches, long unparsed) {

  /** Nothing was counted. */
  public static final LabelCounts ZERO = new LabelCounts(0, 0, 0);

  /**
   * Checks that no count is negative.
   *
   * @throws IllegalArgumentException if a count is negative
   */
  public LabelCounts {
    if (matches < 0 || nonMatches < 0 || unparsed < 0) {
      throw new IllegalArgumentException(
          "counts must be at least 0, found " + matches + ", " + nonMatches + ", " + unparsed);
    }
  }

  /**
   * These counts with one more answer.
   *
   * @param label what the answer says, empty where it says neither
   * @return new counts
   */
  public LabelCounts plus(Optional<MatchLabel> label) {
    if (label.isEmpty()) {
      return new LabelCounts(matches, nonMatches, unparsed + 1);
    }
    return label.get().isMatch()
        ? new LabelCounts(matches + 1, nonMatches, unparsed)
        : new LabelCounts(matches, nonMatches + 1, unparsed);
  }

  /**
   * All answers.
   *
   * @return the sum of the three counts
   */
  public long total() {
    return matches + nonMatches + unparsed;
  }
}
