package io.github.em4j.examples;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.LlamaGraph.Result;
import io.github.em4j.onnx.graph.LlamaGraph.TokenLayout;
import io.github.em4j.onnx.graph.PackedBatch;
import io.github.em4j.onnx.graph.ScoringInputs;
import io.github.em4j.onnx.graph.TokenPacking;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ways to score pairs that are compared, each adding one idea to those before it. */
enum ScoringVariant {
  /** Rows padded to the longest; logits of the whole vocabulary after every token. */
  NAIVE(TokenLayout.PADDED, Result.ALL_LOGITS, "padded rows, all positions, whole vocabulary"),
  /** Only the last position of a row goes through the end of the last layer and the head. */
  PADDED_LAST(TokenLayout.PADDED, Result.LOGITS, "last position only"),
  /** No padding outside the attention; nothing shared between rows. */
  PACKED(TokenLayout.PACKED, Result.LOGITS, "+ no padding"),
  /** Of the head only the rows of the two answers. */
  PACKED_TWO_ROW(TokenLayout.PACKED, Result.CHOICE_LOGITS, "+ two rows of the head"),
  /** The beginning that all prompts have in common is computed once a batch. */
  SHARED_INSTRUCTION(TokenLayout.PACKED, Result.CHOICE_LOGITS, "+ instruction computed once"),
  /** Blocks of candidates for one left record, which is computed once a block. */
  SHARED_LEFT(
      TokenLayout.PACKED, Result.CHOICE_LOGITS, "+ left record once, in blocks of candidates");

  private final TokenLayout layout;
  private final Result result;
  private final String description;

  ScoringVariant(TokenLayout layout, Result result, String description) {
    this.layout = layout;
    this.result = result;
    this.description = description;
  }

  /** The name in tables and JSON, for example {@code packed-two-row}. */
  @JsonValue
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String description() {
    return description;
  }

  LlamaGraph.Builder on(LlamaGraph.Builder graph) {
    return graph.layout(layout).result(result);
  }

  /** The rows of tokens that this variant scores. */
  List<int[]> rows(BenchmarkPrompts prompts) {
    return switch (this) {
      case SHARED_LEFT -> prompts.blocks();
      case SHARED_INSTRUCTION -> prompts.pairs();
      // The same rows, but for a first token of their own: nothing can be shared.
      default -> prompts.unlikePairs();
    };
  }

  /** The inputs of the runs that score all rows. */
  List<Run> runs(List<int[]> rows, TokenPacking packing, int paddedRows, int[] answers) {
    var runs = new ArrayList<Run>();
    if (layout == TokenLayout.PACKED) {
      for (PackedBatch batch : packing.pack(rows)) {
        Map<String, HostTensor> inputs = ScoringInputs.packed(batch);
        inputs.put(LlamaGraph.OUTPUT_TOKENS, ScoringInputs.lastTokens(batch));
        runs.add(new Run(inputs, batch.tokenCount(), batch.rowCount()));
      }
    } else {
      for (int start = 0; start < rows.size(); start += paddedRows) {
        List<int[]> some = rows.subList(start, Math.min(rows.size(), start + paddedRows));
        Map<String, HostTensor> inputs = ScoringInputs.padded(some);
        if (result == Result.LOGITS) {
          inputs.put(LlamaGraph.OUTPUT_TOKENS, ScoringInputs.lastPlaces(some));
        }
        int tokens = some.stream().mapToInt(row -> row.length).sum();
        runs.add(new Run(inputs, tokens, some.size()));
      }
    }
    if (result == Result.CHOICE_LOGITS) {
      long[] ids = {answers[0], answers[1]};
      runs.forEach(run -> run.inputs().put(LlamaGraph.NEXT_TOKENS, HostTensor.of(ids, 2)));
    }
    return runs;
  }

  /**
   * The inputs of one run.
   *
   * @param computedTokens distinct tokens, without padding
   */
  record Run(Map<String, HostTensor> inputs, int computedTokens, int rows) {}
}
