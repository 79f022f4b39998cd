package io.github.em4j.evaluation;

import static java.util.Objects.requireNonNull;

/**
 * How often each answer was given on the matches and on the non-matches of a gold standard, with
 * the scores that follow.
 *
 * <p>Undecided answers and failures are counted apart and enter the scores as in "Fine-tuning Large
 * Language Models for Entity Matching": precision, recall and F1 take them for non-matches,
 * accuracy takes them for wrong. Recall therefore divides by all matches, answered or not.
 *
 * <p>Where a score divides zero by zero it is 0 and never NaN, as with scikit-learn's {@code
 * zero_division=0}: a matcher that predicts no match has earned no precision, and a mean over
 * slices stays a number.
 *
 * @param matches the answers on pairs that are matches
 * @param nonMatches the answers on pairs that are non-matches
 */
public record ConfusionCounts(AnswerCounts matches, AnswerCounts nonMatches) {

  /** No pair at all: what sums start with. */
  public static final ConfusionCounts NONE =
      new ConfusionCounts(AnswerCounts.NONE, AnswerCounts.NONE);

  /**
   * How often each answer was given on pairs of one label.
   *
   * @param match how often the matcher decided for a match
   * @param nonMatch how often it decided for a non-match
   * @param undecided how often its answer could not be parsed
   * @param failed how often it gave no answer
   */
  public record AnswerCounts(long match, long nonMatch, long undecided, long failed) {

    /** No answer at all. */
    public static final AnswerCounts NONE = new AnswerCounts(0, 0, 0, 0);

    /**
     * Checks that no count is negative.
     *
     * @throws IllegalArgumentException if one is
     */
    public AnswerCounts {
      if (match < 0 || nonMatch < 0 || undecided < 0 || failed < 0) {
        throw new IllegalArgumentException(
            "counts must be at least 0, found match %d, non-match %d, undecided %d, failed %d"
                .formatted(match, nonMatch, undecided, failed));
      }
    }

    /**
     * All pairs of that label.
     *
     * @return the sum of the four counts
     */
    public long total() {
      return match + nonMatch + undecided + failed;
    }

    /**
     * The sum of these counts and others.
     *
     * @param other what to add
     * @return the sum of each count
     */
    public AnswerCounts plus(AnswerCounts other) {
      return new AnswerCounts(
          Math.addExact(match, other.match),
          Math.addExact(nonMatch, other.nonMatch),
          Math.addExact(undecided, other.undecided),
          Math.addExact(failed, other.failed));
    }
  }

  /**
   * Checks that both are there.
   *
   * @throws NullPointerException if one of them is null
   */
  public ConfusionCounts {
    requireNonNull(matches, "matches");
    requireNonNull(nonMatches, "nonMatches");
  }

  /**
   * The four counts of a matcher that decided every pair.
   *
   * @param truePositives matches taken for matches
   * @param falsePositives non-matches taken for matches
   * @param trueNegatives non-matches taken for non-matches
   * @param falseNegatives matches taken for non-matches
   * @return counts without an undecided or failed pair
   * @throws IllegalArgumentException if a count is negative
   */
  public static ConfusionCounts of(
      long truePositives, long falsePositives, long trueNegatives, long falseNegatives) {
    return new ConfusionCounts(
        new AnswerCounts(truePositives, falseNegatives, 0, 0),
        new AnswerCounts(falsePositives, trueNegatives, 0, 0));
  }

  /**
   * The sum of these counts and others, for example of another part of the same split.
   *
   * @param other what to add
   * @return the sum of each count
   */
  public ConfusionCounts plus(ConfusionCounts other) {
    return new ConfusionCounts(matches.plus(other.matches), nonMatches.plus(other.nonMatches));
  }

  /**
   * Matches taken for matches.
   *
   * @return at least 0
   */
  public long truePositives() {
    return matches.match;
  }

  /**
   * Non-matches taken for matches.
   *
   * @return at least 0
   */
  public long falsePositives() {
    return nonMatches.match;
  }

  /**
   * Non-matches taken for non-matches, undecided and failed ones left out.
   *
   * @return at least 0
   */
  public long trueNegatives() {
    return nonMatches.nonMatch;
  }

  /**
   * Matches taken for non-matches, undecided and failed ones left out.
   *
   * @return at least 0
   */
  public long falseNegatives() {
    return matches.nonMatch;
  }

  /**
   * Pairs with an answer that could not be parsed.
   *
   * @return on matches and non-matches together
   */
  public long undecided() {
    return matches.undecided + nonMatches.undecided;
  }

  /**
   * Pairs without an answer.
   *
   * @return on matches and non-matches together
   */
  public long failed() {
    return matches.failed + nonMatches.failed;
  }

  /**
   * All pairs.
   *
   * @return the sum of all counts
   */
  public long total() {
    return matches.total() + nonMatches.total();
  }

  /**
   * Which part of the predicted matches are matches: TP / (TP + FP).
   *
   * @return in [0, 1]; 0 where no match was predicted
   */
  public double precision() {
    return ratio(truePositives(), truePositives() + falsePositives());
  }

  /**
   * Which part of the matches was found: TP / all matches.
   *
   * @return in [0, 1]; 0 where there is no match to find
   */
  public double recall() {
    return ratio(truePositives(), matches.total());
  }

  /**
   * The harmonic mean of precision and recall: 2 TP / (predicted matches + all matches).
   *
   * @return in [0, 1]; 0 where no match was found, whether or not there is one
   */
  public double f1() {
    return ratio(2 * truePositives(), truePositives() + falsePositives() + matches.total());
  }

  /**
   * Which part of all pairs got its right label: (TP + TN) / all pairs.
   *
   * @return in [0, 1]; 0 where there is no pair
   */
  public double accuracy() {
    return ratio(truePositives() + trueNegatives(), total());
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
