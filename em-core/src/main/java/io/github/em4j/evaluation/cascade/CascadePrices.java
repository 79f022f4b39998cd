package io.github.em4j.evaluation.cascade;

/**
 * What the two matchers of a cascade cost, in any one currency.
 *
 * @param cheap price of 1,000 pairs that the cheap matcher decides, at least 0 and finite
 * @param dear price of 1,000 pairs that the dear matcher decides, more than 0 and finite
 */
public record CascadePrices(double cheap, double dear) {

  /**
   * Checks that the prices are in their range.
   *
   * @throws IllegalArgumentException if they are not
   */
  public CascadePrices {
    // Written so that NaN fails as well.
    if (!(cheap >= 0 && Double.isFinite(cheap) && dear > 0 && Double.isFinite(dear))) {
      throw new IllegalArgumentException(
          "prices must be finite, that of the cheap matcher at least 0 and that of the dear one more than 0, found "
              + cheap
              + " and "
              + dear);
    }
  }

  /**
   * What 1,000 pairs cost. The cheap matcher sees them all.
   *
   * @param share which part of the pairs is passed on, in [0, 1]
   * @return the price, in the currency of the two prices
   * @throws IllegalArgumentException if the share lies outside [0, 1] or is not a number
   */
  public double perThousand(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share must lie in [0, 1], found " + share);
    }
    return cheap + share * dear;
  }
}
