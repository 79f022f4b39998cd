package io.github.em4j.onnx;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.PackedBatch;
import io.github.em4j.onnx.graph.ScoringInputs;
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
 * batch, so the prompt itself is computed once for all its choices.
 */
final class ChoiceRequests {

  /** One choice after one prompt. */
  private record Row(int prompt, int choice, int promptLength) {}

  private final int[][] choices;
  private final List<Row> rows = new ArrayList<>();
  private final List<int[]> rowTokens = new ArrayList<>();

  ChoiceRequests(int[][] choices) {
    this.choices = choices;
  }

  /** Asks for all choices after one prompt. */
  void add(int prompt, int[] tokens) {
    for (int choice = 0; choice < choices.length; choice++) {
      int[] answer = choices[choice];
      int[] row = Arrays.copyOf(tokens, tokens.length + answer.length - 1);
      System.arraycopy(answer, 0, row, tokens.length, answer.length - 1);
      rows.add(new Row(prompt, choice, tokens.length));
      rowTokens.add(row);
    }
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
      forEach((row, output, next) -> column(output, next));
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
          (row, output, next) ->
              scores[row.prompt()][row.choice()] +=
                  logProbabilities[
                      requireNonNull(places.get(output)) * width + column(output, next)]);
    }

    private int width() {
      return columns.values().stream().mapToInt(Map::size).max().orElse(1);
    }

    private void forEach(Question question) {
      for (int i = 0; i < packed.rowCount(); i++) {
        Row row = rows.get(packed.callerRow(i));
        int[] answer = choices[row.choice()];
        for (int step = 0; step < answer.length; step++) {
          int output = packed.packedToken(i, row.promptLength() - 1 + step);
          question.ask(row, output, answer[step]);
        }
      }
    }
  }

  /** One token of one choice after one prompt. */
  private interface Question {
    void ask(Row row, int output, int next);
  }
}
