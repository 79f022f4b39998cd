package io.github.em4j.dataset;

import io.github.em4j.MatchLabel;
import java.util.List;
import java.util.Optional;

/**
 * What {@link LeakDetector} found: repeated and contradictory pairs inside each split, and what
 * every two splits share. Immutable.
 *
 * @param splits one check per split, in the order in which the splits were given
 * @param overlaps one per two splits, also for those that share nothing
 */
public record LeakReport(List<SplitCheck> splits, List<SplitOverlap> overlaps) {

  /**
   * Copies the lists.
   *
   * @throws NullPointerException if a list or an element is null
   */
  public LeakReport {
    splits = List.copyOf(splits);
    overlaps = List.copyOf(overlaps);
  }

  /**
   * Whether any pair is in two splits, by ids or by text, in either order of its sides.
   *
   * @return true where a test result would count pairs that were learned from
   */
  public boolean hasLeaks() {
    return overlaps.stream()
        .anyMatch(overlap -> overlap.ids().anyOrder() > 0 || overlap.texts().anyOrder() > 0);
  }

  /**
   * Whether any pair has two labels, inside a split or between two.
   *
   * @return true where the labels cannot all be right
   */
  public boolean hasContradictions() {
    return splits.stream().anyMatch(c -> c.ids().contradictory() + c.texts().contradictory() > 0)
        || overlaps.stream().anyMatch(o -> o.ids().contradictory() + o.texts().contradictory() > 0);
  }

  /**
   * What two splits share.
   *
   * @param one the name of a split
   * @param other the name of another split
   * @return the overlap of the two, whichever was given first; empty where there is no such split
   */
  public Optional<SplitOverlap> overlap(String one, String other) {
    return overlaps.stream()
        .filter(
            overlap ->
                (overlap.first().equals(one) && overlap.second().equals(other))
                    || (overlap.first().equals(other) && overlap.second().equals(one)))
        .findFirst();
  }

  /**
   * What was found inside one split.
   *
   * @param split the name of the split
   * @param pairs how many pairs it has
   * @param positives how many of them are matches
   * @param ids the pairs that occur more than once by their ids
   * @param texts the pairs that occur more than once by their text
   * @param labelsAgainstEntities how many pairs are labelled a match although their sides are
   *     annotated as two entities, or a non-match although they are annotated as one
   */
  public record SplitCheck(
      String split,
      int pairs,
      int positives,
      SharedPairs ids,
      SharedPairs texts,
      int labelsAgainstEntities) {}

  /**
   * What two splits share.
   *
   * @param first the name of the split that was given first
   * @param second the name of the other
   * @param ids the pairs that are in both by their ids
   * @param texts the pairs that are in both by their text
   * @param recordIds how many different record ids are in both and, as far as the texts tell, mean
   *     the same record
   * @param recordTexts how many different records are in both by their text
   * @param entities how many different annotated entities are in both
   */
  public record SplitOverlap(
      String first,
      String second,
      SharedPairs ids,
      SharedPairs texts,
      int recordIds,
      int recordTexts,
      int entities) {}

  /**
   * Pairs that occur at two places, counted once each however often they occur.
   *
   * @param sameOrder how many occur at both places with the same sides left and right; at most
   *     {@code anyOrder}
   * @param anyOrder how many occur at both places when the order of the sides is ignored
   * @param contradictory how many of the latter have different labels at the two places
   * @param examples the first few, contradictory ones first
   */
  public record SharedPairs(
      int sameOrder, int anyOrder, int contradictory, List<PairExample> examples) {

    /** Copies the list. */
    public SharedPairs {
      examples = List.copyOf(examples);
    }
  }

  /**
   * A pair that occurs at two places.
   *
   * @param pair its ids joined by {@code #} where it has them, else the beginning of its text
   * @param firstRow where it is in the first split: the position among its pairs, counted from 1
   * @param firstLabel its label there
   * @param secondRow where it is in the second split, or again in the same one
   * @param secondLabel its label there
   */
  public record PairExample(
      String pair, int firstRow, MatchLabel firstLabel, int secondRow, MatchLabel secondLabel) {}
}
