package io.github.em4j.training.pretraining;

/**
 * In which shares {@link PairGenerator} makes its pairs. All are between 0 and 1.
 *
 * @param matches of all pairs
 * @param products of all pairs, where the corpus has both products and publications
 * @param invented of the pairs of products: those from word lists alone
 * @param sameModelNumber of the matches of products that are not invented: two offers that share a
 *     rare model number, where the source has such
 * @param edited of the non-matches that are not invented
 * @param neighbours of the non-matches that are not invented; what is left to 1 are random pairs
 * @param otherWords of the pairs of products: those in which one description tells of other
 *     features than the other, with the model number in common, or differing, where there is one
 */
public record PairMix(
    double matches,
    double products,
    double invented,
    double sameModelNumber,
    double edited,
    double neighbours,
    double otherWords) {

  /** The shares of em4j-tiny, but for {@link #invented}. */
  public static final PairMix RECIPE = new PairMix(0.42, 0.68, 0.15, 0.3, 0.42, 0.48, 0.3);

  /**
   * Checks the shares.
   *
   * @throws IllegalArgumentException if one is not between 0 and 1, or edited and neighbours are
   *     more than 1 together
   */
  public PairMix {
    require("matches", matches);
    require("products", products);
    require("invented", invented);
    require("sameModelNumber", sameModelNumber);
    require("edited", edited);
    require("neighbours", neighbours);
    require("otherWords", otherWords);
    require("edited + neighbours", edited + neighbours);
  }

  private static void require(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "the share of " + name + " must be between 0 and 1, found " + share);
    }
  }

  /**
   * These shares with another one of invented products.
   *
   * @param invented of the pairs of products
   * @return new shares
   * @throws IllegalArgumentException if it is not between 0 and 1
   */
  public PairMix withInvented(double invented) {
    return new PairMix(
        matches, products, invented, sameModelNumber, edited, neighbours, otherWords);
  }
}
