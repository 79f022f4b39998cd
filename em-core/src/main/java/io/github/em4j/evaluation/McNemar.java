package io.github.em4j.evaluation;

import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * McNemar's test: whether two matchers are right equally often on the same pairs. It looks only at
 * the discordant pairs, those that exactly one of the two got right; undecided and failed pairs
 * count as wrong, so it is a test of accuracy. For F1 see {@link Bootstrap#difference}.
 *
 * @param onlyFirstCorrect pairs that the first matcher got right and the second did not
 * @param onlySecondCorrect pairs that the second matcher got right and the first did not
 */
public record McNemar(long onlyFirstCorrect, long onlySecondCorrect) {

  /** From how many discordant pairs on the chi-square approximation is used. */
  private static final long ENOUGH_FOR_CHI_SQUARE = 25;

  /** How the p-value is computed. */
  public enum Method {
    /** The binomial test with one half, for fewer than 25 discordant pairs. */
    EXACT_BINOMIAL,
    /**
     * (|b − c| − 1)² / (b + c) as chi-square with one degree of freedom, Edwards' correction for
     * continuity included, for 25 discordant pairs or more.
     */
    CORRECTED_CHI_SQUARE
  }

  /**
   * Checks that no count is negative.
   *
   * @throws IllegalArgumentException if one is
   */
  public McNemar {
    if (onlyFirstCorrect < 0 || onlySecondCorrect < 0) {
      throw new IllegalArgumentException(
          "counts must be at least 0, found " + onlyFirstCorrect + " and " + onlySecondCorrect);
    }
  }

  /**
   * Compares two matchers.
   *
   * @param first what the first matcher answered
   * @param second what the second matcher answered on the same pairs in the same order
   * @return the test
   * @throws IllegalArgumentException if the two are not about the same pairs with the same labels
   */
  public static McNemar of(Predictions first, Predictions second) {
    first.requireSamePairs(second);
    long onlyFirst = 0;
    long onlySecond = 0;
    for (int i = 0; i < first.size(); i++) {
      boolean firstCorrect = first.isCorrect(i);
      boolean secondCorrect = second.isCorrect(i);
      onlyFirst += firstCorrect && !secondCorrect ? 1 : 0;
      onlySecond += secondCorrect && !firstCorrect ? 1 : 0;
    }
    return new McNemar(onlyFirst, onlySecond);
  }

  /**
   * The pairs that exactly one of the two got right.
   *
   * @return the sum of both counts
   */
  public long discordant() {
    return Math.addExact(onlyFirstCorrect, onlySecondCorrect);
  }

  /**
   * How {@link #pValue} is computed here.
   *
   * @return exact for few discordant pairs
   */
  public Method method() {
    return discordant() < ENOUGH_FOR_CHI_SQUARE
        ? Method.EXACT_BINOMIAL
        : Method.CORRECTED_CHI_SQUARE;
  }

  /**
   * The chi-square statistic.
   *
   * @return at least 0, or empty where the test is exact and has none
   */
  public OptionalDouble chiSquare() {
    if (method() == Method.EXACT_BINOMIAL) {
      return OptionalDouble.empty();
    }
    // Never below zero: equal counts are no evidence at all.
    double distance = Math.max(0, Math.abs((double) onlyFirstCorrect - onlySecondCorrect) - 1);
    return OptionalDouble.of(distance * distance / discordant());
  }

  /**
   * How probable a difference of at least this size is if both matchers are equally good.
   *
   * @return two-sided, in [0, 1]; 1 where there is no discordant pair
   */
  public double pValue() {
    if (method() == Method.CORRECTED_CHI_SQUARE) {
      return ChiSquaredDistribution.of(1).survivalProbability(chiSquare().orElseThrow());
    }
    int fewer = (int) Math.min(onlyFirstCorrect, onlySecondCorrect);
    var fair = BinomialDistribution.of((int) discordant(), 0.5);
    return Math.min(1, 2 * fair.cumulativeProbability(fewer));
  }
}
