package io.github.em4j.onnx.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lays rows of tokens out so that no prefix is computed twice and nothing is padded.
 *
 * <p>The rows are sorted, so that rows with a common beginning are neighbours, and where beginnings
 * leave it open rows of like length are, since attention pads; a batch takes rows as long as their
 * distinct prefixes (the nodes of the trie of its rows) fit the limits. Every batch says which of
 * the caller's rows it holds. Immutable and thread-safe.
 *
 * @param tokensPerBatch the most packed tokens in a batch; a row of more gets a batch of its own
 * @param placesPerBatch the most places that attention sees in a batch: rows times the longest of
 *     them; likewise
 */
public record TokenPacking(int tokensPerBatch, int placesPerBatch) {

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public TokenPacking {
    if (tokensPerBatch < 1 || placesPerBatch < 1) {
      throw new IllegalArgumentException(
          "a batch needs at least one token and one place, found %d and %d"
              .formatted(tokensPerBatch, placesPerBatch));
    }
  }

  /**
   * Cuts rows into batches.
   *
   * @param rows token ids, each row at least one
   * @return batches that together hold every row once; {@link PackedBatch#callerRow} leads back
   * @throws IllegalArgumentException if a row is empty
   */
  public List<PackedBatch> pack(List<int[]> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).length == 0) {
        throw new IllegalArgumentException("row " + i + " has no token");
      }
    }
    int[] order = TrieOrder.of(rows);
    List<PackedBatch> batches = new ArrayList<>();
    int start = 0;
    while (start < order.length) {
      int end = endOfBatch(rows, order, start);
      batches.add(PackedBatch.of(rows, Arrays.copyOfRange(order, start, end)));
      start = end;
    }
    return List.copyOf(batches);
  }

  /**
   * The row before which the batch from {@code start} on ends. Of the cuts that leave it at least
   * half full, the one where the neighbours share least: rows of one block stay together.
   */
  private int endOfBatch(List<int[]> rows, int[] order, int start) {
    long tokens = rows.get(order[start]).length;
    long leaves = 1;
    int longest = rows.get(order[start]).length;
    int cut = -1;
    int sharedAtCut = Integer.MAX_VALUE;
    for (int i = start + 1; i < order.length; i++) {
      int[] previous = rows.get(order[i - 1]);
      int[] row = rows.get(order[i]);
      int shared = sharedPrefix(previous, row);
      if (2 * tokens >= tokensPerBatch && shared <= sharedAtCut) {
        cut = i;
        sharedAtCut = shared;
      }
      tokens += row.length - shared;
      leaves += shared < previous.length ? 1 : 0;
      longest = Math.max(longest, row.length);
      if (tokens > tokensPerBatch || leaves * longest > placesPerBatch) {
        return cut < 0 ? i : cut;
      }
    }
    return order.length;
  }

  static int sharedPrefix(int[] first, int[] second) {
    int difference = Arrays.mismatch(first, second);
    return difference < 0 ? first.length : difference;
  }
}
