package io.github.em4j;

import static java.util.Objects.requireNonNull;

/**
 * A candidate pair whose label is known.
 *
 * @param pair the two descriptions
 * @param label what the gold standard says of them
 * @param annotations what else the gold standard says, {@link PairAnnotations#NONE} where it says
 *     nothing
 */
public record LabeledPair(CandidatePair pair, MatchLabel label, PairAnnotations annotations) {

  /**
   * Checks that all three are there.
   *
   * @throws NullPointerException if one of them is null
   */
  public LabeledPair {
    requireNonNull(pair, "pair");
    requireNonNull(label, "label");
    requireNonNull(annotations, "annotations");
  }

  /**
   * A labelled pair without annotations.
   *
   * @param pair the two descriptions
   * @param label what the gold standard says of them
   */
  public LabeledPair(CandidatePair pair, MatchLabel label) {
    this(pair, label, PairAnnotations.NONE);
  }

  /**
   * The same pair with its sides, and what is said of each, exchanged.
   *
   * @return a new labelled pair
   */
  public LabeledPair swapped() {
    return new LabeledPair(pair.swapped(), label, annotations.swapped());
  }
}
