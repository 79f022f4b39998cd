package io.github.em4j.onnx;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.PackedBatch;
import io.github.em4j.onnx.graph.ScoringInputs;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has to be computed to score choices after prompts. A choice of several tokens adds its
 * tokens but the last to the prompt; its log-probability is the sum over its tokens of what the
 * model gives each after those before it. Rows that begin alike share their tokens in the packed
 * batch, so the prompt itself is computed once for all its choices; choices that differ in their
 * last token only have one row.
 */
final class ChoiceRequests {

  /** A prompt, followed by a beginning of choices. */
  private record Row(int prompt, int promptLength, Beginning beginning) {}

  /** What some choices have before their last token. */
  private record Beginning(IntBuffer tokens, List<Integer> choices) {}

  private final int[][] choices;
  private final List<Beginning> beginnings;
  private final List<Row> rows = new ArrayList<>();
  private final List<int[]> rowTokens = new ArrayList<>();

  ChoiceRequests(int[][] choices) {
    this.choices = choices;
    Map<IntBuffer, Beginning> distinct = new LinkedHashMap<>();
    for (int choice = 0; choice < choices.length; choice++) {
      IntBuffer tokens = IntBuffer.wrap(choices[choice], 0, choices[choice].length - 1);
      distinct
          .computeIfAbsent(tokens, key -> new Beginning(key, new ArrayList<>()))
          .choices()
          .add(choice);
    }
    this.beginnings = List.copyOf(distinct.values());
  }

  /** Asks for all choices after one prompt, whose array is not to be changed any more. */
  void add(int prompt, int[] tokens) {
    for (Beginning beginning : beginnings) {
      rows.add(new Row(prompt, tokens.length, beginning));
      rowTokens.add(joined(tokens, beginning.tokens()));
    }
  }

  private static int[] joined(int[] prompt, IntBuffer beginning) {
    int added = beginning.remaining();
    if (added == 0) {
      return prompt;
    }
    int[] row = Arrays.copyOf(prompt, prompt.length + added);
    beginning.get(0, row, prompt.length, added);
    return row;
  }

  /** The rows of tokens to pack. */
  List<int[]> rowTokens() {
    return rowTokens;
  }

  /**
   * What is asked in one batch: the tokens after which something is asked, and the next tokens in
   * question there.
   */
  final class Batch {
    private final PackedBatch packed;
    // Packed token to its place among the outputs and the columns of the next tokens in question
    // there.
    private final SortedMap<Integer, Map<Integer, Integer>> columns = new TreeMap<>();

    Batch(PackedBatch packed) {
      this.packed = packed;
      forEach((row, choice, output, next) -> column(output, next));
    }

    private int column(int output, int next) {
      Map<Integer, Integer> known = columns.computeIfAbsent(output, o -> new LinkedHashMap<>());
      return known.computeIfAbsent(next, n -> known.size());
    }

    Map<String, HostTensor> inputs() {
      int width = width();
      long[] outputs = new long[columns.size()];
      long[] next = new long[outputs.length * width];
      int place = 0;
      for (Map.Entry<Integer, Map<Integer, Integer>> output : columns.entrySet()) {
        outputs[place] = output.getKey();
        int start = place * width;
        output.getValue().forEach((token, column) -> next[start + column] = token);
        place++;
      }
      Map<String, HostTensor> inputs = ScoringInputs.packed(packed);
      inputs.put(LlamaGraph.OUTPUT_TOKENS, HostTensor.of(outputs, outputs.length));
      inputs.put(LlamaGraph.NEXT_TOKENS, HostTensor.of(next, outputs.length, width));
      return inputs;
    }

    /** Adds the log-probabilities of the batch to those of prompts and choices. */
    void addTo(double[][] scores, float[] logProbabilities) {
      int width = width();
      Map<Integer, Integer> places = new LinkedHashMap<>();
      columns.keySet().forEach(output -> places.put(output, places.size()));
      forEach(
          (row, choice, output, next) ->
              scores[row.prompt()][choice] +=
                  logProbabilities[
                      requireNonNull(places.get(output)) * width + column(output, next)]);
    }

    private int width() {
      return columns.values().stream().mapToInt(Map::size).max().orElse(1);
    }

    private void forEach(Question question) {
      for (int i = 0; i < packed.rowCount(); i++) {
        Row row = rows.get(packed.callerRow(i));
        for (int choice : row.beginning().choices()) {
          int[] answer = choices[choice];
          for (int step = 0; step < answer.length; step++) {
            int output = packed.packedToken(i, row.promptLength() - 1 + step);
            question.ask(row, choice, output, answer[step]);
          }
        }
      }
    }
  }

  /** One token of one choice after one prompt. */
  private interface Question {
    void ask(Row row, int choice, int output, int next);
  }
}
