package io.github.em4j.evaluation;

import static java.util.Objects.requireNonNull;

/**
 * By how much one matcher is better than another on the same pairs, and whether that could be
 * chance. Made by {@link Bootstrap#difference}.
 *
 * @param difference the first matcher's score less the second one's, with its interval
 * @param pValue two-sided, in (0, 1]: twice the part of the resamples in which the difference is
 *     zero or has the other sign, the sample itself counted among them. Small where the interval
 *     leaves zero out
 */
public record ScoreDifference(ConfidenceInterval difference, double pValue) {

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the p-value lies outside (0, 1] or is not a number
   */
  public ScoreDifference {
    requireNonNull(difference, "difference");
    if (!(pValue > 0 && pValue <= 1)) {
      throw new IllegalArgumentException("a p-value must lie in (0, 1], found " + pValue);
    }
  }
}
