package io.github.em4j.examples;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * The pairs of a test split that are scored: all of them, or a sample with as many matches and
 * non-matches as the split has in proportion.
 *
 * @param split the pairs in the order of the split, under its name
 * @param available how many pairs the split has
 * @param seed what drew the sample; empty where there is none
 */
record TestPairs(DatasetSplit split, int available, OptionalLong seed) {

  static TestPairs all(DatasetSplit split) {
    return new TestPairs(split, split.size(), OptionalLong.empty());
  }

  /**
   * Draws pairs without replacement; a larger sample with the same seed holds the smaller one's
   * pairs. A class that the split has is not lost to rounding where there is room for two.
   */
  static TestPairs sample(DatasetSplit split, int size, long seed) {
    if (size >= split.size()) {
      return all(split);
    }
    int positives = (int) Math.round((double) size * split.positives() / split.size());
    if (size > 1 && split.positives() > 0 && split.positives() < split.size()) {
      positives = Math.max(1, Math.min(size - 1, positives));
    }
    var drawn = new BitSet(split.size());
    var random = new SplittableRandom(seed);
    draw(indices(split, true), positives, random.split(), drawn);
    draw(indices(split, false), size - positives, random.split(), drawn);
    List<LabeledPair> pairs = drawn.stream().mapToObj(split.pairs()::get).toList();
    return new TestPairs(
        new DatasetSplit(split.name(), pairs), split.size(), OptionalLong.of(seed));
  }

  boolean isSample() {
    return seed.isPresent();
  }

  /** For example {@code test, 20 of 1,916 pairs}. */
  @Override
  public String toString() {
    String all = isSample() ? String.format(Locale.ROOT, " of %,d", available) : "";
    return String.format(Locale.ROOT, "%s, %,d%s pairs", split.name(), split.size(), all);
  }

  private static List<Integer> indices(DatasetSplit split, boolean match) {
    var indices = new ArrayList<Integer>();
    for (int i = 0; i < split.size(); i++) {
      if (split.pairs().get(i).label().isMatch() == match) {
        indices.add(i);
      }
    }
    return indices;
  }

  /** The first steps of a Fisher-Yates shuffle. */
  private static void draw(
      List<Integer> indices, int count, SplittableRandom random, BitSet drawn) {
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i, indices.size());
      drawn.set(indices.get(j));
      indices.set(j, indices.get(i));
    }
  }
}
