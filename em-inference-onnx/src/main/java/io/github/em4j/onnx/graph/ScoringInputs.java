package io.github.em4j.onnx.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the inputs of a {@link LlamaGraph} from rows of tokens. */
public final class ScoringInputs {

  private ScoringInputs() {}

  /**
   * The inputs of a graph with {@linkplain LlamaGraph.TokenLayout#PACKED packed} tokens, but for
   * what is asked after them.
   *
   * @param batch the packed rows
   * @return by input name, changeable
   */
  public static Map<String, HostTensor> packed(PackedBatch batch) {
    Map<String, HostTensor> inputs = new HashMap<>();
    inputs.put(LlamaGraph.INPUT_IDS, batch.tokenIds());
    inputs.put(LlamaGraph.PADDED_TO_PACKED, batch.paddedToPacked());
    inputs.put(LlamaGraph.PACKED_TO_PADDED, batch.packedToPadded());
    inputs.put(LlamaGraph.LAST_POSITIONS, batch.lastPositions());
    inputs.put(LlamaGraph.LONGEST, HostTensor.of(new int[] {batch.longest()}));
    return inputs;
  }

  /**
   * The inputs of a graph with {@linkplain LlamaGraph.TokenLayout#PACKED packed} tokens and a
   * cache, for one more token in each row. Something is asked after all of them.
   *
   * @param tokens the next token of each row
   * @param lengths the lengths of the rows with that token
   * @return by input name, changeable
   */
  public static Map<String, HostTensor> step(int[] tokens, int[] lengths) {
    int rows = tokens.length;
    long[] ids = new long[rows];
    long[] places = new long[rows];
    int[] last = new int[rows];
    for (int row = 0; row < rows; row++) {
      ids[row] = tokens[row];
      places[row] = row;
      last[row] = lengths[row] - 1;
    }
    Map<String, HostTensor> inputs = new HashMap<>();
    inputs.put(LlamaGraph.INPUT_IDS, HostTensor.of(ids, rows));
    inputs.put(LlamaGraph.PADDED_TO_PACKED, HostTensor.of(places, rows, 1));
    inputs.put(LlamaGraph.PACKED_TO_PADDED, HostTensor.of(places, rows));
    inputs.put(LlamaGraph.LAST_POSITIONS, HostTensor.of(last, rows));
    inputs.put(
        LlamaGraph.LONGEST, HostTensor.of(new int[] {Arrays.stream(lengths).max().orElseThrow()}));
    inputs.put(LlamaGraph.OUTPUT_TOKENS, HostTensor.of(places, rows));
    return inputs;
  }

  /**
   * The inputs of a graph with {@linkplain LlamaGraph.TokenLayout#PADDED padded} tokens, but for
   * what is asked after them. The token at {@code position} of {@code row} has the place {@code row
   * · longest + position}.
   *
   * @param rows token ids, each row at least one
   * @return by input name, changeable
   * @throws IllegalArgumentException if there is no row or an empty one
   */
  public static Map<String, HostTensor> padded(List<int[]> rows) {
    if (rows.isEmpty() || rows.stream().anyMatch(row -> row.length == 0)) {
      throw new IllegalArgumentException("needs rows of at least one token");
    }
    int longest = longest(rows);
    long[] ids = new long[Math.multiplyExact(rows.size(), longest)];
    for (int row = 0; row < rows.size(); row++) {
      for (int position = 0; position < rows.get(row).length; position++) {
        ids[row * longest + position] = rows.get(row)[position];
      }
    }
    Map<String, HostTensor> inputs = new HashMap<>();
    inputs.put(LlamaGraph.INPUT_IDS, HostTensor.of(ids, rows.size(), longest));
    inputs.put(
        LlamaGraph.LAST_POSITIONS,
        HostTensor.of(rows.stream().mapToInt(row -> row.length - 1).toArray(), rows.size()));
    inputs.put(LlamaGraph.LONGEST, HostTensor.of(new int[] {longest}));
    return inputs;
  }

  /**
   * The places of the last tokens in the padded layout, for {@link LlamaGraph#OUTPUT_TOKENS}.
   *
   * @param rows the rows given to {@link #padded}
   * @return one place per row
   */
  public static HostTensor lastPlaces(List<int[]> rows) {
    int longest = longest(rows);
    long[] places = new long[rows.size()];
    Arrays.setAll(places, row -> (long) row * longest + rows.get(row).length - 1);
    return HostTensor.of(places, places.length);
  }

  /**
   * The last tokens of packed rows, for {@link LlamaGraph#OUTPUT_TOKENS}.
   *
   * @param batch the packed rows
   * @return one packed token per row of the batch
   */
  public static HostTensor lastTokens(PackedBatch batch) {
    long[] tokens = new long[batch.rowCount()];
    Arrays.setAll(tokens, batch::lastToken);
    return HostTensor.of(tokens, tokens.length);
  }

  private static int longest(List<int[]> rows) {
    return rows.stream().mapToInt(row -> row.length).max().orElse(0);
  }
}
