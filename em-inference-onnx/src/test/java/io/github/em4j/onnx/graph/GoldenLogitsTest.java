package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.onnx.checkpoint.StoredTensor;
import io.github.em4j.onnx.graph.LlamaGraph.Result;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checkpoints and adapters written by the transformers and peft libraries give the logits that
 * these libraries compute.
 */
final class GoldenLogitsTest {
  private static final SessionSettings SETTINGS = new SessionSettings(1, false, false);

  /** Of the largest logit of a row. */
  private static final double RELATIVE = 1e-4;

  /** Everything here is in double precision, but for norms and angles of the golden numbers. */
  private static final double RELATIVE_IN_DOUBLE = 2e-6;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "llama3-rope", "mistral-sharded", "qwen2", "qwen3"})
  void aCheckpointGivesTheLogitsOfTransformers(String name) {
    GoldenModel golden = GoldenModel.read(name);
    Checkpoint checkpoint = Checkpoint.open(golden.folder);

    assertThat(distance(logits(checkpoint, Map.of(), golden.rows), golden.logits))
        .isLessThan(RELATIVE);
    assertThat(distance(reference(checkpoint.config(), numbers(checkpoint), golden), golden.logits))
        .isLessThan(RELATIVE_IN_DOUBLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "llama3-rope", "mistral-sharded", "qwen2", "qwen3"})
  void aCheckpointGivesTheLogProbabilitiesOfTransformers(String name) {
    GoldenModel golden = GoldenModel.read(name);
    Checkpoint checkpoint = Checkpoint.open(golden.folder);
    Graph graph = LlamaGraph.builder(checkpoint.config(), weights(checkpoint)).build();
    int choices = golden.nextTokens.length;
    long[] next = new long[golden.rows.size() * choices];
    Arrays.setAll(next, i -> golden.nextTokens[i % choices]);

    double[][] found =
        lastTokens(
            graph,
            golden.rows,
            Map.of(LlamaGraph.NEXT_TOKENS, HostTensor.of(next, golden.rows.size(), choices)));

    assertThat(distance(found, golden.logProbabilities)).isLessThan(RELATIVE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama-plain-lora",
        "qwen2-patterned-lora",
        "mistral-regex-lora",
        "qwen3-one-layer-lora"
      })
  void anAdapterGivesTheLogitsOfPeft(String name) {
    GoldenModel golden = GoldenModel.read(name);
    GoldenModel base = GoldenModel.read(golden.base);
    Checkpoint checkpoint = Checkpoint.open(base.folder);
    Map<String, LoraAdapter.Update> updates =
        LoraAdapter.open(golden.folder, checkpoint.config()).updates();

    assertThat(distance(logits(checkpoint, updates, golden.rows), golden.logits))
        .isLessThan(RELATIVE);
    Map<String, float[]> merged = numbers(checkpoint);
    updates.forEach(
        (module, update) -> merge(update, requireNonNull(merged.get(module + ".weight"))));
    assertThat(distance(reference(checkpoint.config(), merged, golden), golden.logits))
        .as("merged")
        .isLessThan(RELATIVE_IN_DOUBLE);
    assertThat(distance(logits(checkpoint, Map.of(), golden.rows), golden.logits))
        .as("without the adapter")
        .isGreaterThan(0.01);
  }

  static Map<String, Weight> weights(Checkpoint checkpoint) {
    Map<String, Weight> weights = new LinkedHashMap<>();
    checkpoint.tensors().forEach((name, tensor) -> weights.put(name, Weight.of(tensor)));
    return weights;
  }

  private static Map<String, float[]> numbers(Checkpoint checkpoint) {
    Map<String, float[]> numbers = new HashMap<>();
    checkpoint.tensors().forEach((name, tensor) -> numbers.put(name, tensor.read()));
    return numbers;
  }

  private static double[][] reference(
      LlamaConfig config, Map<String, float[]> numbers, GoldenModel golden) {
    var reference = new LlamaReference(config, numbers);
    return golden.rows.stream()
        .map(reference::logits)
        .map(rows -> rows[rows.length - 1])
        .toArray(double[][]::new);
  }

  private static void merge(LoraAdapter.Update update, float[] weight) {
    float[] down = update.down().read();
    float[] up = update.up().read();
    int in = Math.toIntExact(update.down().shape().get(1));
    for (int i = 0; i < weight.length; i++) {
      double sum = 0;
      for (int r = 0; r < update.rank(); r++) {
        sum += (double) up[i / in * update.rank() + r] * down[r * in + i % in];
      }
      weight[i] += (float) (update.scale() * sum);
    }
  }

  /** Logits after the last tokens, with an adapter that is passed beside the tokens. */
  static double[][] logits(
      Checkpoint checkpoint, Map<String, LoraAdapter.Update> updates, List<int[]> rows) {
    Set<String> adapted =
        updates.keySet().stream()
            .map(module -> module.substring(module.lastIndexOf('.') + 1))
            .collect(Collectors.toSet());
    Graph graph =
        LlamaGraph.builder(checkpoint.config(), weights(checkpoint))
            .adaptedModules(adapted)
            .result(Result.LOGITS)
            .build();
    Map<String, HostTensor> inputs = new HashMap<>();
    checkpoint
        .tensors()
        .forEach(
            (name, tensor) -> {
              String module = name.replaceAll("\\.weight$", "");
              if (adapted.stream().anyMatch(end -> module.endsWith("." + end))) {
                putAdapter(inputs, module, tensor, updates.get(module));
              }
            });
    return lastTokens(graph, rows, inputs);
  }

  /** A module of the adapted kind that the adapter leaves alone gets matrices of rank 0. */
  private static void putAdapter(
      Map<String, HostTensor> inputs,
      String module,
      StoredTensor weight,
      LoraAdapter.@org.jspecify.annotations.Nullable Update update) {
    int rank = update == null ? 0 : update.rank();
    float[] down = update == null ? new float[0] : update.down().read();
    float[] up = update == null ? new float[0] : update.up().read();
    for (int i = 0; i < up.length; i++) {
      up[i] *= (float) requireNonNull(update).scale();
    }
    inputs.put(LlamaGraph.adapterInputA(module), HostTensor.of(down, rank, weight.shape().get(1)));
    inputs.put(LlamaGraph.adapterInputB(module), HostTensor.of(up, weight.shape().get(0), rank));
  }

  private static double[][] lastTokens(
      Graph graph, List<int[]> rows, Map<String, HostTensor> more) {
    PackedBatch batch = new TokenPacking(1000, 1000).pack(rows).get(0);
    assertThat(batch.rowCount()).isEqualTo(rows.size());
    Map<String, HostTensor> inputs = ScoringInputs.packed(batch);
    inputs.put(LlamaGraph.OUTPUT_TOKENS, ScoringInputs.lastTokens(batch));
    inputs.putAll(more);
    try (GraphSession session = GraphSession.open(graph, SETTINGS)) {
      HostTensor result = requireNonNull(session.run(inputs).get(LlamaGraph.RESULT));
      int width = Math.toIntExact(result.shape()[1]);
      float[] numbers = result.floats();
      double[][] inCallersOrder = new double[rows.size()][width];
      for (int i = 0; i < numbers.length; i++) {
        inCallersOrder[batch.callerRow(i / width)][i % width] = numbers[i];
      }
      return inCallersOrder;
    }
  }

  /** The largest difference, as a share of the largest expected number of its row. */
  static double distance(double[][] found, double[][] expected) {
    assertThat(found).hasDimensions(expected.length, expected[0].length);
    double distance = 0;
    for (int row = 0; row < expected.length; row++) {
      double largest = Arrays.stream(expected[row]).map(Math::abs).max().orElseThrow();
      for (int i = 0; i < expected[row].length; i++) {
        double difference = Math.abs(found[row][i] - expected[row][i]) / largest;
        // Not a number counts as far away.
        distance = difference <= distance ? distance : difference;
      }
    }
    return distance;
  }
}
