package io.github.em4j.onnx.graph;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Orders rows of tokens as the leaves of their trie, so that each follows the one it shares most
 * with, and the branches of a node by the length of their longest row.
 */
final class TrieOrder {
  /** Branches are ordered that many times below each other; deeper ones stay as they are. */
  private static final int LEVELS = 8;

  private final int[][] rows;

  /** The row's place in the caller's list. */
  private final Integer[] order;

  /** How many tokens the row at a place shares with the one before it. */
  private final int[] shared;

  private TrieOrder(List<int[]> rows) {
    this.rows = rows.toArray(int[][]::new);
    this.order = IntStream.range(0, rows.size()).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparing(row -> this.rows[row], Arrays::compare));
    this.shared = new int[order.length];
    for (int i = 1; i < order.length; i++) {
      shared[i] = TokenPacking.sharedPrefix(this.rows[order[i - 1]], this.rows[order[i]]);
    }
  }

  static int[] of(List<int[]> rows) {
    var trie = new TrieOrder(rows);
    trie.orderBranches();
    return Arrays.stream(trie.order).mapToInt(Integer::intValue).toArray();
  }

  /** Rows below one node of the trie. */
  private record Branch(int start, int end, int longest, int level) {}

  private void orderBranches() {
    Deque<Branch> open = new ArrayDeque<>();
    open.add(new Branch(0, order.length, 0, 0));
    while (!open.isEmpty()) {
      Branch node = open.remove();
      if (node.end() - node.start() > 1 && node.level() < LEVELS) {
        open.addAll(orderBranches(node));
      }
    }
  }

  /** Orders the branches of one node; returns them where they lie now. */
  private List<Branch> orderBranches(Branch node) {
    int common = Arrays.stream(shared, node.start() + 1, node.end()).min().orElseThrow();
    int[] starts =
        IntStream.concat(
                IntStream.of(node.start()),
                IntStream.range(node.start() + 1, node.end()).filter(i -> shared[i] == common))
            .toArray();
    Branch[] branches = new Branch[starts.length];
    for (int i = 0; i < starts.length; i++) {
      int end = i + 1 < starts.length ? starts[i + 1] : node.end();
      int longest =
          Arrays.stream(order, starts[i], end)
              .mapToInt(row -> rows[row].length)
              .max()
              .orElseThrow();
      branches[i] = new Branch(starts[i], end, longest, node.level() + 1);
    }
    Arrays.sort(branches, Comparator.comparingInt(Branch::longest));
    return List.of(moved(node, branches, common));
  }

  private Branch[] moved(Branch node, Branch[] branches, int common) {
    Integer[] newOrder = new Integer[node.end() - node.start()];
    int[] newShared = new int[newOrder.length];
    Branch[] result = new Branch[branches.length];
    int at = 0;
    for (int i = 0; i < branches.length; i++) {
      Branch branch = branches[i];
      int count = branch.end() - branch.start();
      System.arraycopy(order, branch.start(), newOrder, at, count);
      System.arraycopy(shared, branch.start(), newShared, at, count);
      newShared[at] = at == 0 ? shared[node.start()] : common;
      int start = node.start() + at;
      result[i] = new Branch(start, start + count, branch.longest(), branch.level());
      at += count;
    }
    System.arraycopy(newOrder, 0, order, node.start(), newOrder.length);
    System.arraycopy(newShared, 0, shared, node.start(), newShared.length);
    return result;
  }
}
