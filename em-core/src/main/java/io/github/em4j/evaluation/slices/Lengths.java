package io.github.em4j.evaluation.slices;

import io.github.em4j.CandidatePair;
import io.github.em4j.dataset.DatasetSplit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Bins of about equally many pairs, by the number of words of both sides together. */
record Lengths(int bins) implements Slicing {
  static final String NAME = "length";

  Lengths {
    if (bins < 1) {
      throw new IllegalArgumentException("the number of bins must be at least 1, found " + bins);
    }
  }

  @Override
  public String name() {
    return NAME + ":" + bins;
  }

  @Override
  public boolean isPartition() {
    return true;
  }

  @Override
  public List<Slice> cut(DatasetSplit split) {
    int[] words = split.pairs().stream().mapToInt(pair -> words(pair.pair())).toArray();
    int[] sorted = words.clone();
    Arrays.sort(sorted);
    int[] upper = upperBounds(sorted);
    String[] names = names(sorted, upper);
    var cut = new Cut(names);
    for (int row = 0; row < words.length; row++) {
      cut.add(names[bin(words[row], upper)], row);
    }
    return cut.slices();
  }

  /** The greatest length of each bin: pairs of equal length are never torn apart. */
  private int[] upperBounds(int[] sorted) {
    int n = sorted.length;
    return IntStream.rangeClosed(1, n == 0 ? 0 : bins)
        .map(bin -> sorted[Math.max(0, (int) ((long) bin * n / bins) - 1)])
        .distinct()
        .toArray();
  }

  private static String[] names(int[] sorted, int[] upper) {
    var names = new String[upper.length];
    for (int bin = 0; bin < upper.length; bin++) {
      names[bin] = name(lowest(sorted, bin == 0 ? -1 : upper[bin - 1]), upper[bin]);
    }
    return names;
  }

  private static int bin(int words, int[] upper) {
    int bin = 0;
    while (upper[bin] < words) {
      bin++;
    }
    return bin;
  }

  /** The least length above a bound. */
  private static int lowest(int[] sorted, int bound) {
    int i = 0;
    while (sorted[i] <= bound) {
      i++;
    }
    return sorted[i];
  }

  private static String name(int low, int high) {
    return low == high ? low + " words" : low + " to " + high + " words";
  }

  /** How many words both sides have together, names of attributes left out. */
  static int words(CandidatePair pair) {
    return Stream.of(pair.left(), pair.right())
        .flatMap(side -> side.attributes().values().stream())
        .mapToInt(value -> value.strip().split("\\s+", -1).length)
        .sum();
  }
}
