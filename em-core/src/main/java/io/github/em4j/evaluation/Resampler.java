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
 * independently. A resample costs a table look-up for each pair and matcher.
 */
final class Resampler {
  private final int matchers;
  private final List<Group> groups;

  /** Matchers on the same pairs. */
  private static final class Group {
    // Which of all matchers they are.
    private final int[] members;
    // Of each member the cells of the pairs, those of one cluster side by side.
    private final byte[][] cells;
    // Cluster c owns the places from starts[c] up to, not including, starts[c + 1].
    private final int[] starts;

    Group(int[] members, byte[][] cells, int[] starts) {
      this.members = members;
      this.cells = cells;
      this.starts = starts;
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
    var cells = new byte[members.size()][clusters.length];
    for (int i = 0; i < clusters.length; i++) {
      int place = places[clusters[i]]++;
      for (int m = 0; m < cells.length; m++) {
        cells[m][place] = (byte) all.get(members.get(m)).cell(i);
      }
    }
    return new Group(members.stream().mapToInt(Integer::intValue).toArray(), cells, starts);
  }

  /** The counts of each matcher on the pairs as they are. */
  List<ConfusionCounts> original() {
    var counts = new int[matchers][Cells.COUNT];
    for (Group group : groups) {
      for (int cluster = 0; cluster < group.starts.length - 1; cluster++) {
        count(group, cluster, counts);
      }
    }
    return read(counts);
  }

  /** The counts of each matcher on one resample. */
  List<ConfusionCounts> draw(SplittableRandom random) {
    var counts = new int[matchers][Cells.COUNT];
    for (Group group : groups) {
      int clusters = group.starts.length - 1;
      for (int i = 0; i < clusters; i++) {
        count(group, random.nextInt(clusters), counts);
      }
    }
    return read(counts);
  }

  private static void count(Group group, int cluster, int[][] counts) {
    int end = group.starts[cluster + 1];
    for (int m = 0; m < group.members.length; m++) {
      int[] mine = counts[group.members[m]];
      byte[] cells = group.cells[m];
      for (int place = group.starts[cluster]; place < end; place++) {
        mine[cells[place]]++;
      }
    }
  }

  private static List<ConfusionCounts> read(int[][] counts) {
    return Arrays.stream(counts).map(Cells::counts).toList();
  }
}
