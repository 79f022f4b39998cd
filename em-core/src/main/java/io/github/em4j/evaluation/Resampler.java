package io.github.em4j.evaluation;

import io.github.em4j.LabeledPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws clusters of pairs with replacement, as many as there are, and counts the answers of several
 * matchers on them. Matchers on the same pairs have them drawn together, matchers on other pairs
 * independently. A resample costs a table look-up for each drawn pair and matcher.
 */
final class Resampler {
  private final int matchers;
  private final List<Group> groups;

  /** Matchers on the same pairs. */
  private static final class Group {
    // Which of all matchers they are.
    private final int[] members;
    // Pair by pair, those of one cluster side by side, the cells of all members.
    private final byte[] cells;
    // Cluster c owns the pairs from starts[c] up to, not including, starts[c + 1].
    private final int[] starts;

    Group(int[] members, byte[] cells, int[] starts) {
      this.members = members;
      this.cells = cells;
      this.starts = starts;
    }

    int clusters() {
      return starts.length - 1;
    }

    /** Counts each pair as often as its cluster was drawn; goes through memory once, in order. */
    void count(int[] drawn, int[] counts) {
      for (int cluster = 0; cluster < drawn.length; cluster++) {
        int times = drawn[cluster];
        if (times == 0) {
          continue;
        }
        int end = starts[cluster + 1] * members.length;
        int member = 0;
        for (int i = starts[cluster] * members.length; i < end; i++) {
          counts[members[member] * Cells.COUNT + cells[i]] += times;
          member = member + 1 == members.length ? 0 : member + 1;
        }
      }
    }
  }

  private Resampler(int matchers, List<Group> groups) {
    this.matchers = matchers;
    this.groups = groups;
  }

  /**
   * Groups matchers by their pairs, and pairs into clusters.
   *
   * @param predictions of each matcher, on at least one pair
   * @param clusterOf the key of a pair's cluster, given the split's pairs and the place of the pair
   *     in it; equal keys, same cluster
   */
  static Resampler of(List<Predictions> predictions, ClusterKey clusterOf) {
    var members = new ArrayList<List<Integer>>();
    for (int m = 0; m < predictions.size(); m++) {
      Predictions mine = predictions.get(m);
      List<Integer> group =
          members.stream()
              .filter(known -> predictions.get(known.get(0)).hasSamePairs(mine))
              .findFirst()
              .orElseGet(ArrayList::new);
      if (group.isEmpty()) {
        members.add(group);
      }
      group.add(m);
    }
    List<Group> groups =
        members.stream().map(group -> group(predictions, group, clusterOf)).toList();
    return new Resampler(predictions.size(), groups);
  }

  /** The key of the cluster that a pair belongs to. */
  @FunctionalInterface
  interface ClusterKey {
    Object of(List<LabeledPair> pairs, int index);
  }

  private static Group group(List<Predictions> all, List<Integer> members, ClusterKey clusterOf) {
    List<LabeledPair> pairs = all.get(members.get(0)).split().pairs();
    var numbers = new HashMap<Object, Integer>();
    var clusters = new int[pairs.size()];
    for (int i = 0; i < clusters.length; i++) {
      Integer next = numbers.size();
      Integer known = numbers.putIfAbsent(clusterOf.of(pairs, i), next);
      clusters[i] = known == null ? next : known;
    }
    var starts = new int[numbers.size() + 1];
    for (int cluster : clusters) {
      starts[cluster + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    var places = starts.clone();
    int size = members.size();
    var cells = new byte[Math.multiplyExact(size, clusters.length)];
    for (int i = 0; i < clusters.length; i++) {
      int place = places[clusters[i]]++;
      for (int m = 0; m < size; m++) {
        cells[place * size + m] = (byte) all.get(members.get(m)).cell(i);
      }
    }
    return new Group(members.stream().mapToInt(Integer::intValue).toArray(), cells, starts);
  }

  /** The counts of each matcher on the pairs as they are. */
  List<ConfusionCounts> original() {
    var counts = new int[matchers * Cells.COUNT];
    for (Group group : groups) {
      var once = new int[group.clusters()];
      Arrays.fill(once, 1);
      group.count(once, counts);
    }
    return read(counts);
  }

  /** The counts of each matcher on one resample. */
  List<ConfusionCounts> draw(SplittableRandom random) {
    var counts = new int[matchers * Cells.COUNT];
    for (Group group : groups) {
      int clusters = group.clusters();
      var drawn = new int[clusters];
      for (int i = 0; i < clusters; i++) {
        drawn[random.nextInt(clusters)]++;
      }
      group.count(drawn, counts);
    }
    return read(counts);
  }

  private List<ConfusionCounts> read(int[] counts) {
    var read = new ArrayList<ConfusionCounts>(matchers);
    for (int from = 0; from < counts.length; from += Cells.COUNT) {
      read.add(Cells.counts(Arrays.copyOfRange(counts, from, from + Cells.COUNT)));
    }
    return read;
  }
}
