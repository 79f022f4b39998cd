package io.github.em4j.training.selection;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Finds earlier pairs that a pair nearly repeats, without comparing it with all of them.
 *
 * <p>If both sides of two pairs have a Jaccard similarity of at least {@code t}, so have the sets
 * of all words of both, each word marked by its side. Two such sets have a word in common among the
 * rarest {@code n − ⌈t·n⌉ + 1} of their {@code n} words (prefix filtering, Chaudhuri et al. 2006,
 * Bayardo et al. 2007), so an index of these words finds every candidate.
 */
final class NearDuplicates {
  /** Keeps a product of fractions from missing a whole number that it is meant to reach. */
  static final double ROUNDING = 1e-9;

  private final double threshold;
  private final int[][] lefts;
  private final int[][] rights;
  private final int[] groups;
  private final IntList[] index;
  private final int[] lastSeen;
  private long comparisons;

  /**
   * Starts without a pair in the index.
   *
   * @param threshold from which similarity of both sides on pairs are alike
   * @param words how many different words there are
   * @param lefts the words of the left side of each pair, the rarest first
   * @param rights the words of the right side of each pair
   * @param groups of each pair; pairs of different ones are not alike
   */
  NearDuplicates(double threshold, int words, int[][] lefts, int[][] rights, int[] groups) {
    this.threshold = threshold;
    this.groups = groups;
    this.lefts = lefts;
    this.rights = rights;
    this.index = new IntList[2 * words];
    this.lastSeen = new int[lefts.length];
    Arrays.fill(lastSeen, -1);
  }

  /** The first pair of the index, of the same group, that a pair nearly repeats. */
  OptionalInt firstLike(int pair) {
    int first = Integer.MAX_VALUE;
    for (int[] prefix :
        List.of(prefix(lefts[pair], rights[pair]), prefix(rights[pair], lefts[pair]))) {
      for (int word : prefix) {
        IntList earlier = index[word];
        for (int i = 0; earlier != null && i < earlier.size; i++) {
          int candidate = earlier.values[i];
          if (candidate >= first) {
            break;
          }
          if (lastSeen[candidate] != pair) {
            lastSeen[candidate] = pair;
            comparisons++;
            if (groups[pair] == groups[candidate] && areAlike(pair, candidate)) {
              first = candidate;
            }
          }
        }
      }
    }
    return first == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(first);
  }

  /** How many candidates were looked at so far. */
  long comparisons() {
    return comparisons;
  }

  /** Puts a pair into the index, behind all that are there. */
  void add(int pair) {
    for (int word : prefix(lefts[pair], rights[pair])) {
      IntList pairs = index[word];
      if (pairs == null) {
        pairs = new IntList();
        index[word] = pairs;
      }
      pairs.add(pair);
    }
  }

  private boolean areAlike(int pair, int other) {
    return (areAlike(lefts[pair], lefts[other]) && areAlike(rights[pair], rights[other]))
        || (areAlike(lefts[pair], rights[other]) && areAlike(rights[pair], lefts[other]));
  }

  private boolean areAlike(int[] words, int[] others) {
    int smaller = Math.min(words.length, others.length);
    int larger = Math.max(words.length, others.length);
    if (smaller + ROUNDING < threshold * larger) {
      return false;
    }
    int common = WordSets.common(words, others);
    return common + ROUNDING >= threshold * (words.length + others.length - common);
  }

  /** The rarest words of a pair, each marked by its side, as many as the threshold asks for. */
  private int[] prefix(int[] left, int[] right) {
    int size = left.length + right.length;
    int needed = (int) Math.ceil(threshold * size - ROUNDING);
    int[] prefix = new int[size == 0 ? 0 : size - needed + 1];
    for (int i = 0, l = 0, r = 0; i < prefix.length; i++) {
      boolean fromLeft = r == right.length || (l < left.length && left[l] <= right[r]);
      prefix[i] = fromLeft ? 2 * left[l++] : 2 * right[r++] + 1;
    }
    return prefix;
  }

  /** Numbers without boxes. */
  private static final class IntList {
    private int[] values = new int[2];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }
  }
}
