package io.github.em4j.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class TokenPackingProperties {

  /** Few different tokens, so that rows often begin alike. */
  @Provide
  Arbitrary<List<int[]>> rows() {
    return Arbitraries.integers()
        .between(0, 2)
        .array(int[].class)
        .ofMinSize(1)
        .ofMaxSize(8)
        .list()
        .ofMaxSize(12);
  }

  @Property(tries = 300)
  void everyRowComesBackOnceFromOneBatch(
      @ForAll("rows") List<int[]> rows, @ForAll @IntRange(min = 1, max = 40) int limit) {
    boolean[] seen = new boolean[rows.size()];
    for (PackedBatch batch : new TokenPacking(limit, 4 * limit).pack(rows)) {
      long[] ids = longs(batch.tokenIds());
      for (int row = 0; row < batch.rowCount(); row++) {
        assertThat(seen[batch.callerRow(row)]).isFalse();
        seen[batch.callerRow(row)] = true;
        int[] unpacked = new int[batch.length(row)];
        for (int position = 0; position < unpacked.length; position++) {
          unpacked[position] = (int) ids[batch.packedToken(row, position)];
        }
        assertThat(unpacked).isEqualTo(rows.get(batch.callerRow(row)));
        assertThat(batch.lastToken(row)).isEqualTo(batch.packedToken(row, unpacked.length - 1));
      }
    }
    assertThat(seen).doesNotContain(false);
  }

  @Property(tries = 300)
  void aBatchHasOneTokenPerDistinctPrefixAndOneLeafPerRowThatNoneContinues(
      @ForAll("rows") List<int[]> rows) {
    for (PackedBatch batch : new TokenPacking(1000, 1000).pack(rows)) {
      Set<String> prefixes = new HashSet<>();
      Set<String> continued = new HashSet<>();
      for (int[] row : rows) {
        for (int length = 1; length <= row.length; length++) {
          prefixes.add(Arrays.toString(Arrays.copyOf(row, length)));
          if (length < row.length) {
            continued.add(Arrays.toString(Arrays.copyOf(row, length)));
          }
        }
      }
      assertThat(batch.tokenCount()).isEqualTo(prefixes.size());
      Set<String> leaves = new HashSet<>();
      rows.forEach(row -> leaves.add(Arrays.toString(row)));
      leaves.removeAll(continued);
      assertThat(batch.leafCount()).isEqualTo(leaves.size());
    }
  }

  @Property(tries = 300)
  void aTokenAndItsPlaceLeadToEachOther(@ForAll("rows") List<int[]> rows) {
    for (PackedBatch batch : new TokenPacking(20, 1000).pack(rows)) {
      long[] toPacked = longs(batch.paddedToPacked());
      long[] toPadded = longs(batch.packedToPadded());
      for (int token = 0; token < toPadded.length; token++) {
        assertThat(toPacked[(int) toPadded[token]]).isEqualTo(token);
      }
    }
  }

  @Property(tries = 300)
  void limitsHoldForEveryBatchOfSeveralRows(
      @ForAll("rows") List<int[]> rows,
      @ForAll @IntRange(min = 1, max = 30) int tokens,
      @ForAll @IntRange(min = 1, max = 60) int places) {
    for (PackedBatch batch : new TokenPacking(tokens, places).pack(rows)) {
      if (batch.rowCount() > 1) {
        assertThat(batch.tokenCount()).isLessThanOrEqualTo(tokens);
        assertThat(batch.leafCount() * batch.longest()).isLessThanOrEqualTo(places);
      }
    }
  }

  @Example
  void duplicatesAndBeginningsCostNothing() {
    int[] longest = {1, 2, 3, 4};
    List<int[]> rows = List.of(longest, longest.clone(), new int[] {1, 2}, new int[] {1});

    PackedBatch batch = new TokenPacking(4, 4).pack(rows).get(0);

    assertThat(batch.rowCount()).isEqualTo(4);
    assertThat(batch.tokenCount()).isEqualTo(4);
    assertThat(batch.leafCount()).isEqualTo(1);
  }

  @Example
  void cutsBetweenBlocksThatShareNothing() {
    List<int[]> rows = new ArrayList<>();
    for (int block = 1; block <= 2; block++) {
      for (int last = 0; last < 4; last++) {
        rows.add(new int[] {block, block, last});
      }
    }

    List<PackedBatch> batches = new TokenPacking(9, 100).pack(rows);

    assertThat(batches).extracting(PackedBatch::tokenCount).containsExactly(6, 6);
  }

  @Example
  void rowsOfLikeLengthStandTogetherWhereBeginningsLeaveItOpen() {
    List<int[]> rows = new ArrayList<>();
    for (int length : new int[] {2, 9, 3, 8, 2, 9, 3, 8}) {
      int[] row = new int[length];
      Arrays.fill(row, rows.size() + 1);
      row[0] = 0;
      rows.add(row);
    }

    List<PackedBatch> batches = new TokenPacking(100, 18).pack(rows);

    assertThat(batches).extracting(PackedBatch::longest).containsExactly(3, 8, 9);
  }

  @Example
  void refusesAnEmptyRowByItsNumber() {
    List<int[]> rows = new ArrayList<>(List.of(new int[] {1}, new int[0]));

    assertThatThrownBy(() -> new TokenPacking(4, 4).pack(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1 has no token");
  }

  @Example
  void noRowsAreNoBatches() {
    assertThat(new TokenPacking(4, 4).pack(List.of())).isEmpty();
  }

  private static long[] longs(HostTensor tensor) {
    return ((LongBuffer) tensor.numbers()).array();
  }
}
