package io.github.em4j.training.selection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Takes out pairs that nearly repeat an earlier one: both of their sides, in one order or the
 * other, have a Jaccard similarity of their words of at least a threshold with those of a pair that
 * stays. Of pairs that are alike the first one stays. Pairs with different labels are not compared,
 * for those that look alike and are not are what there is to learn from.
 *
 * <p>Words are runs of letters and digits in lower case; two sides without a word are alike, a pair
 * without any is like no other. The comparison is exact: an index by rare words finds the
 * candidates, so that time grows with the number of pairs that have rare words in common and not
 * with that of all pairs squared.
 *
 * <p>Reasons: {@code unlike the ones before}, {@code near duplicate}. Details: {@code of}, the key
 * of the pair that stays. Safe for use by many threads.
 */
public final class NearDuplicateFilter implements SetStep {
  private static final double LEAST = 0.5;

  private final double threshold;
  private final List<String> attributes;

  private NearDuplicateFilter(double threshold, List<String> attributes) {
    this.threshold = threshold;
    this.attributes = List.copyOf(attributes);
  }

  /**
   * A filter that compares the values of all attributes.
   *
   * @param threshold from which similarity on pairs are near duplicates; in [0.5, 1], where 1 means
   *     the same words
   * @return the step
   * @throws IllegalArgumentException if the threshold lies outside
   */
  public static NearDuplicateFilter of(double threshold) {
    if (!(threshold >= LEAST && threshold <= 1)) {
      throw new IllegalArgumentException(
          "the threshold of near duplicates must lie in [0.5, 1], found " + threshold);
    }
    return new NearDuplicateFilter(threshold, List.of());
  }

  /**
   * This filter with only some attributes compared.
   *
   * @param names at least one attribute name
   * @return a new filter
   * @throws IllegalArgumentException if there is no name
   */
  public NearDuplicateFilter comparing(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("at least one attribute name is needed");
    }
    return new NearDuplicateFilter(threshold, List.of(names));
  }

  @Override
  public String name() {
    return "near-duplicate-filter";
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("threshold", Double.toString(threshold));
    settings.put("compared", attributes.isEmpty() ? "all" : attributes.toString());
    return settings;
  }

  @Override
  public List<PairOutcome> apply(List<TrainingPair> pairs) {
    NearDuplicates index = index(pairs);
    var outcomes = new ArrayList<PairOutcome>(pairs.size());
    for (int i = 0; i < pairs.size(); i++) {
      TrainingPair pair = pairs.get(i);
      OptionalInt earlier = index.firstLike(i);
      if (earlier.isPresent()) {
        outcomes.add(
            PairOutcome.dropped(pair, "near duplicate")
                .with("of", pairs.get(earlier.getAsInt()).key()));
      } else {
        index.add(i);
        outcomes.add(PairOutcome.kept(pair, "unlike the ones before"));
      }
    }
    return outcomes;
  }

  /** An index of the pairs' words, with no pair in it yet. */
  NearDuplicates index(List<TrainingPair> pairs) {
    var words = new WordSets(attributes);
    int[] left = pairs.stream().mapToInt(pair -> words.add(pair.pair().pair().left())).toArray();
    int[] right = pairs.stream().mapToInt(pair -> words.add(pair.pair().pair().right())).toArray();
    List<int[]> sets = words.byRarity();
    int[][] lefts = new int[left.length][];
    int[][] rights = new int[right.length][];
    for (int i = 0; i < left.length; i++) {
      lefts[i] = sets.get(left[i]);
      rights[i] = sets.get(right[i]);
    }
    int[] labels = pairs.stream().mapToInt(pair -> pair.pair().label().ordinal()).toArray();
    return new NearDuplicates(threshold, words.size(), lefts, rights, labels);
  }
}
