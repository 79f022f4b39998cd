package io.github.em4j.onnx.graph;

import java.util.Arrays;
import java.util.List;

/**
 * Rows of tokens as a trie: each distinct prefix is one packed token. Attention sees one padded row
 * per leaf; a row that another one begins with has none of its own. Made by {@link TokenPacking};
 * immutable and thread-safe.
 */
public final class PackedBatch {
  private final int[] callerRows;
  private final int[] leafOfRow;
  private final int[] lengthOfRow;
  private final int[] leafLengths;
  private final int longest;
  private final long[] tokenIds;
  private final long[] paddedToPacked;
  private final long[] packedToPadded;

  private PackedBatch(Trie trie) {
    this.callerRows = trie.callerRows;
    this.leafOfRow = trie.leafOfRow;
    this.lengthOfRow = trie.lengthOfRow;
    this.leafLengths = Arrays.copyOf(trie.leafLengths, trie.leaves);
    this.longest = trie.longest;
    this.tokenIds = Arrays.copyOf(trie.tokenIds, trie.tokens);
    this.paddedToPacked = Arrays.copyOf(trie.paddedToPacked, trie.leaves * trie.longest);
    this.packedToPadded = Arrays.copyOf(trie.packedToPadded, trie.tokens);
  }

  /** Takes rows in an order in which each follows the one it shares most with (sorted). */
  static PackedBatch of(List<int[]> rows, int[] sorted) {
    return new PackedBatch(new Trie(rows, sorted));
  }

  /** The arrays while they are filled. */
  private static final class Trie {
    final int[] callerRows;
    final int[] leafOfRow;
    final int[] lengthOfRow;
    final int[] leafLengths;
    final int longest;
    final long[] tokenIds;
    final long[] paddedToPacked;
    final long[] packedToPadded;
    int tokens;
    int leaves;

    Trie(List<int[]> rows, int[] sorted) {
      callerRows = sorted;
      leafOfRow = new int[sorted.length];
      lengthOfRow = Arrays.stream(sorted).map(row -> rows.get(row).length).toArray();
      leafLengths = new int[sorted.length];
      longest = Arrays.stream(lengthOfRow).max().orElseThrow();
      int all = Arrays.stream(lengthOfRow).reduce(0, Math::addExact);
      tokenIds = new long[all];
      packedToPadded = new long[all];
      paddedToPacked = new long[Math.multiplyExact(sorted.length, longest)];
      fill(rows);
    }

    private void fill(List<int[]> rows) {
      // The packed tokens from the root to the row at hand.
      int[] path = new int[longest];
      int shared = 0;
      int placed = 0;
      for (int i = 0; i < callerRows.length; i++) {
        int[] row = rows.get(callerRows[i]);
        for (int position = shared; position < row.length; position++) {
          path[position] = tokens;
          tokenIds[tokens++] = row[position];
        }
        leafOfRow[i] = leaves;
        shared =
            i + 1 < callerRows.length
                ? TokenPacking.sharedPrefix(row, rows.get(callerRows[i + 1]))
                : 0;
        boolean leaf = i + 1 == callerRows.length || shared < row.length;
        if (leaf) {
          placeLeaf(path, row.length, placed);
          placed = tokens;
        }
      }
    }

    /** Gives a leaf its padded row, and its tokens that have no place yet theirs. */
    private void placeLeaf(int[] path, int length, int placed) {
      int start = leaves * longest;
      for (int position = 0; position < longest; position++) {
        int place = start + position;
        int token = path[Math.min(position, length - 1)];
        paddedToPacked[place] = token;
        if (position < length && token >= placed) {
          packedToPadded[token] = place;
        }
      }
      leafLengths[leaves++] = length;
    }
  }

  /**
   * How many of the caller's rows are in the batch.
   *
   * @return at least 1
   */
  public int rowCount() {
    return callerRows.length;
  }

  /**
   * Which of the caller's rows stands at a place of the batch.
   *
   * @param row from 0 to {@link #rowCount} - 1
   * @return the index in the list that was packed
   */
  public int callerRow(int row) {
    return callerRows[row];
  }

  /**
   * How many tokens a row has.
   *
   * @param row from 0 to {@link #rowCount} - 1
   * @return at least 1
   */
  public int length(int row) {
    return lengthOfRow[row];
  }

  /**
   * Where a token of a row is among the packed ones.
   *
   * @param row from 0 to {@link #rowCount} - 1
   * @param position from 0 to {@link #length} - 1
   * @return the index of the packed token
   * @throws IndexOutOfBoundsException if the row or the position does not exist
   */
  public int packedToken(int row, int position) {
    if (position < 0 || position >= lengthOfRow[row]) {
      throw new IndexOutOfBoundsException(
          "row %d has %d positions, asked for %d".formatted(row, lengthOfRow[row], position));
    }
    return Math.toIntExact(paddedToPacked[leafOfRow[row] * longest + position]);
  }

  /**
   * Where the last token of a row is among the packed ones.
   *
   * @param row from 0 to {@link #rowCount} - 1
   * @return the index of the packed token
   */
  public int lastToken(int row) {
    return packedToken(row, lengthOfRow[row] - 1);
  }

  /**
   * How many tokens are computed.
   *
   * @return the number of distinct prefixes of the rows
   */
  public int tokenCount() {
    return tokenIds.length;
  }

  /**
   * How many padded rows attention sees.
   *
   * @return the number of rows that no other row begins with
   */
  public int leafCount() {
    return leafLengths.length;
  }

  /**
   * Which padded row attention computes a row in.
   *
   * @param row from 0 to {@link #rowCount} - 1
   * @return from 0 to {@link #leafCount} - 1, never more than {@code row}
   */
  public int leaf(int row) {
    return leafOfRow[row];
  }

  /**
   * The length of the longest row.
   *
   * @return in tokens
   */
  public int longest() {
    return longest;
  }

  HostTensor tokenIds() {
    return HostTensor.of(tokenIds, tokenIds.length);
  }

  HostTensor paddedToPacked() {
    return HostTensor.of(paddedToPacked, leafLengths.length, longest);
  }

  HostTensor packedToPadded() {
    return HostTensor.of(packedToPadded, packedToPadded.length);
  }

  HostTensor lastPositions() {
    return HostTensor.of(
        Arrays.stream(leafLengths).map(length -> length - 1).toArray(), leafLengths.length);
  }
}
