package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import io.github.em4j.onnx.checkpoint.TensorType;
import io.github.em4j.onnx.graph.LlamaGraph.Result;
import io.github.em4j.onnx.graph.LlamaGraph.TokenLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Graphs on ONNX Runtime against {@link LlamaReference}. */
final class LlamaGraphTest {
  private static final SessionSettings SETTINGS = new SessionSettings(1, false, false);

  /** Of the largest logit of a row. */
  private static final double RELATIVE = 1e-4;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "LLAMA, false, false",
    "LLAMA, false, true",
    "LLAMA, true, false",
    "MISTRAL, false, false",
    "QWEN2, false, true",
    "QWEN3, false, true",
    "QWEN3, true, false"
  })
  void packedLogitsOfEveryTokenAreTheReferences(
      Architecture architecture, boolean stretched, boolean tied) {
    TinyModel model = new TinyModel(TinyModel.config(architecture, stretched, tied), 11);
    List<int[]> rows = model.rows(3, 5, 9, 23, 6, 1, 14);

    float[][] logits = packedLogits(model, rows);

    PackedBatch batch = onlyBatch(rows);
    for (int row = 0; row < batch.rowCount(); row++) {
      int[] tokens = rows.get(batch.callerRow(row));
      double[][] expected = model.reference().logits(tokens);
      for (int position = 0; position < tokens.length; position++) {
        assertClose(logits[batch.packedToken(row, position)], expected[position]);
      }
    }
  }

  private float[][] packedLogits(TinyModel model, List<int[]> rows) {
    Graph graph =
        LlamaGraph.builder(model.config, model.writeTo(folder)).result(Result.ALL_LOGITS).build();
    try (GraphSession session = GraphSession.open(graph, SETTINGS)) {
      return matrix(session.run(ScoringInputs.packed(onlyBatch(rows))));
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void paddedLogitsOfEveryTokenAreTheReferences(Architecture architecture) {
    TinyModel model = TinyModel.of(architecture);
    List<int[]> rows = model.rows(3, 4, 9, 17, 2);
    Graph graph =
        LlamaGraph.builder(model.config, model.writeTo(folder))
            .layout(TokenLayout.PADDED)
            .result(Result.ALL_LOGITS)
            .build();

    try (GraphSession session = GraphSession.open(graph, SETTINGS)) {
      float[][] logits = matrix(session.run(ScoringInputs.padded(rows)));
      for (int row = 0; row < rows.size(); row++) {
        double[][] expected = model.reference().logits(rows.get(row));
        for (int position = 0; position < expected.length; position++) {
          assertClose(logits[row * 17 + position], expected[position]);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TokenLayout.class)
  void logitsAfterTheLastTokensAreTheReferences(TokenLayout layout) {
    TinyModel model = TinyModel.of(Architecture.LLAMA);
    List<int[]> rows = model.rows(5, 8, 30, 12, 19, 8);

    try (GraphSession session = open(model, layout, Result.LOGITS)) {
      float[][] logits = lastTokens(session, layout, rows, Map.of());
      for (int row = 0; row < rows.size(); row++) {
        assertClose(logits[row], last(model.reference().logits(rows.get(row))));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TokenLayout.class)
  void choiceLogitsAreTheChosenRowsOfTheHead(TokenLayout layout) {
    TinyModel model = new TinyModel(TinyModel.config(Architecture.LLAMA, false, true), 5);
    List<int[]> rows = model.rows(5, 8, 30, 12, 19);
    long[] choices = {42, 7};

    try (GraphSession session = open(model, layout, Result.CHOICE_LOGITS)) {
      float[][] logits =
          lastTokens(
              session, layout, rows, Map.of(LlamaGraph.NEXT_TOKENS, HostTensor.of(choices, 2)));
      for (int row = 0; row < rows.size(); row++) {
        double[] expected = last(model.reference().logits(rows.get(row)));
        assertClose(logits[row], new double[] {expected[42], expected[7]});
      }
    }
  }

  @Test
  void logProbabilitiesAfterAnyTokenAreExactOverTheVocabulary() {
    TinyModel model = TinyModel.of(Architecture.QWEN3);
    List<int[]> rows = model.rows(9, 10, 15, 12);
    PackedBatch batch = onlyBatch(rows);
    Map<String, HostTensor> inputs = ScoringInputs.packed(batch);
    long[] asked = {batch.packedToken(0, 3), batch.lastToken(1), batch.packedToken(1, 9)};
    long[] next = {1, 2, 3, 96, 95, 94};
    inputs.put(LlamaGraph.OUTPUT_TOKENS, HostTensor.of(asked, 3));
    inputs.put(LlamaGraph.NEXT_TOKENS, HostTensor.of(next, 3, 2));

    try (GraphSession session = open(model, TokenLayout.PACKED, Result.LOG_PROBABILITIES)) {
      float[][] logs = matrix(session.run(inputs));
      double[][] first = model.reference().logProbabilities(rows.get(batch.callerRow(0)));
      double[][] second = model.reference().logProbabilities(rows.get(batch.callerRow(1)));
      assertClose(logs[0], new double[] {first[3][1], first[3][2]});
      assertClose(logs[1], new double[] {last(second)[3], last(second)[96]});
      assertClose(logs[2], new double[] {second[9][95], second[9][94]});
    }
  }

  @Test
  void packedPaddedAndOneByOneAgree() {
    TinyModel model = TinyModel.of(Architecture.LLAMA);
    List<int[]> rows = model.rows(1, 6, 20, 7, 33, 6, 11);
    Map<String, HostTensor> choices =
        Map.of(LlamaGraph.NEXT_TOKENS, HostTensor.of(new long[] {3, 4}, 2));

    try (GraphSession packed = open(model, TokenLayout.PACKED, Result.CHOICE_LOGITS);
        GraphSession padded = open(model, TokenLayout.PADDED, Result.CHOICE_LOGITS)) {
      float[][] together = lastTokens(packed, TokenLayout.PACKED, rows, choices);
      float[][] inPadding = lastTokens(padded, TokenLayout.PADDED, rows, choices);
      for (int row = 0; row < rows.size(); row++) {
        float[][] alone = lastTokens(packed, TokenLayout.PACKED, List.of(rows.get(row)), choices);
        assertThat(together[row]).containsExactly(alone[0], within(1e-5f));
        assertThat(inPadding[row]).containsExactly(alone[0], within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TensorType.class,
      names = {"F16", "BF16"})
  void weightsOfHalfTheSizeAreReadAsTheyAre(TensorType type) {
    TinyModel model = TinyModel.of(Architecture.LLAMA).roundedTo(type);
    List<int[]> rows = model.rows(5, 8, 30, 12);
    Graph graph =
        LlamaGraph.builder(model.config, model.writeTo(folder, type)).result(Result.LOGITS).build();

    try (GraphSession session = GraphSession.open(graph, SETTINGS)) {
      float[][] logits = lastTokens(session, TokenLayout.PACKED, rows, Map.of());
      for (int row = 0; row < rows.size(); row++) {
        assertClose(logits[row], last(model.reference().logits(rows.get(row))));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void halfPrecisionComesAsNearAsItsElevenBitsAllow(Architecture architecture) {
    TinyModel model = TinyModel.of(architecture).roundedTo(TensorType.F16);
    List<int[]> rows = model.rows(5, 8, 30, 12, 19);
    Graph graph =
        LlamaGraph.builder(model.config, model.writeTo(folder, TensorType.F16))
            .compute(ElementType.FLOAT16)
            .result(Result.LOGITS)
            .build();

    try (GraphSession session = GraphSession.open(graph, SETTINGS)) {
      float[][] together = lastTokens(session, TokenLayout.PACKED, rows, Map.of());
      for (int row = 0; row < rows.size(); row++) {
        double[] expected = last(model.reference().logits(rows.get(row)));
        assertThat(distance(together[row], expected)).isLessThan(1e-2).isGreaterThan(1e-5);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"FLOAT16", "BFLOAT16"})
  void sixteenBitGraphsComputeNormsAndProductsInTheirTypeAndProbabilitiesInFloat(
      ElementType compute) {
    TinyModel model = TinyModel.of(Architecture.QWEN3);
    // CUDA lacks these for BFLOAT16.
    Set<String> needFloat =
        Set.of("ReduceLogSumExp", "ReduceMax", "ReduceMean", "Log", "Exp", "GatherElements", "Sub");
    Graph graph =
        LlamaGraph.builder(model.config, model.writeTo(folder, TensorType.BF16))
            .compute(compute)
            .adaptedModules(Set.of("q_proj"))
            .build();

    assertThat(graph.outputs()).allMatch(output -> output.element() == ElementType.FLOAT);
    for (Node node : graph.nodes()) {
      String operator = node.operator().opType();
      ElementType first = node.inputs().get(0).orElseThrow().element();
      if (needFloat.contains(operator)) {
        assertThat(first).as(node.name()).isEqualTo(ElementType.FLOAT);
      }
      if (Set.of("Gemm", "GroupQueryAttention", "QuickGelu").contains(operator)) {
        assertThat(first).as(node.name()).isEqualTo(compute);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TensorType.class)
  void eightBitProductsComeNearAndDoNotDependOnBatchMates(TensorType type) {
    TinyModel model = TinyModel.of(Architecture.QWEN2).roundedTo(type);
    List<int[]> rows = model.rows(5, 8, 30, 12, 19);
    Graph graph =
        LlamaGraph.builder(model.config, model.writeTo(folder, type))
            .linear(LinearStrategy.ROWWISE_INT8)
            .result(Result.LOGITS)
            .build();

    try (GraphSession session = GraphSession.open(graph, new SessionSettings(1, false, true))) {
      float[][] together = lastTokens(session, TokenLayout.PACKED, rows, Map.of());
      for (int row = 0; row < rows.size(); row++) {
        double[] expected = last(model.reference().logits(rows.get(row)));
        assertThat(distance(together[row], expected)).isLessThan(0.1).isGreaterThan(1e-5);
        float[][] alone = lastTokens(session, TokenLayout.PACKED, List.of(rows.get(row)), Map.of());
        assertThat(together[row]).containsExactly(alone[0], within(1e-4f));
      }
    }
  }

  @Test
  void anAdapterIsSwitchedByPassingOtherTensors() {
    TinyModel base = TinyModel.of(Architecture.LLAMA);
    TinyModel merged = TinyModel.of(Architecture.LLAMA);
    List<int[]> rows = base.rows(5, 8, 30, 12);
    Set<String> modules = Set.of("q_proj", "down_proj");
    Graph graph =
        LlamaGraph.builder(base.config, base.writeTo(folder))
            .adaptedModules(modules)
            .result(Result.LOGITS)
            .build();
    Map<String, HostTensor> off = adapter(merged, modules, 0);
    Map<String, HostTensor> on = adapter(merged, modules, 3);

    try (GraphSession session = GraphSession.open(graph, SETTINGS)) {
      for (int row = 0; row < rows.size(); row++) {
        List<int[]> one = List.of(rows.get(row));
        assertClose(
            lastTokens(session, TokenLayout.PACKED, one, off)[0],
            last(base.reference().logits(rows.get(row))));
        assertClose(
            lastTokens(session, TokenLayout.PACKED, one, on)[0],
            last(merged.reference().logits(rows.get(row))));
      }
    }
  }

  /** Random matrices of an adapter, added to the model's own weights. */
  private static Map<String, HostTensor> adapter(TinyModel model, Set<String> modules, int rank) {
    SplittableRandom random = new SplittableRandom(99);
    Map<String, HostTensor> inputs = new HashMap<>();
    model.shapes.forEach(
        (name, shape) -> {
          String module = name.replaceAll("\\.weight$", "");
          if (modules.stream().noneMatch(module::endsWith)) {
            return;
          }
          float[] weight = requireNonNull(model.numbers.get(name));
          int out = shape.get(0).intValue();
          int in = shape.get(1).intValue();
          float[] a = new float[rank * in];
          float[] b = new float[out * rank];
          for (int i = 0; i < a.length; i++) {
            a[i] = (float) random.nextDouble(-0.2, 0.2);
          }
          for (int i = 0; i < b.length; i++) {
            b[i] = (float) random.nextDouble(-0.2, 0.2);
          }
          for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
              for (int r = 0; r < rank; r++) {
                weight[o * in + i] += b[o * rank + r] * a[r * in + i];
              }
            }
          }
          inputs.put(LlamaGraph.adapterInputA(module), HostTensor.of(a, rank, in));
          inputs.put(LlamaGraph.adapterInputB(module), HostTensor.of(b, out, rank));
        });
    return inputs;
  }

  @Test
  void aTokenAtATimeOverTheCacheYieldsTheSameLogits() {
    TinyModel model = TinyModel.of(Architecture.QWEN3);
    int[] tokens = model.rows(2, 0, 12).get(0);
    Graph graph =
        LlamaGraph.builder(model.config, model.writeTo(folder))
            .layout(TokenLayout.PADDED)
            .result(Result.LOGITS)
            .keyValueCache()
            .build();
    double[][] expected = model.reference().logits(tokens);

    try (GraphSession session = GraphSession.open(graph, SETTINGS)) {
      Map<String, HostTensor> past = emptyPast(model);
      int done = 0;
      for (int next : new int[] {8, 1, 1, 1, 1}) {
        List<int[]> rows = List.of(Arrays.copyOfRange(tokens, done, done + next));
        Map<String, HostTensor> inputs = ScoringInputs.padded(rows);
        done += next;
        inputs.put(LlamaGraph.LAST_POSITIONS, HostTensor.of(new int[] {done - 1}, 1));
        inputs.put(LlamaGraph.LONGEST, HostTensor.of(new int[] {done}));
        inputs.put(LlamaGraph.OUTPUT_TOKENS, ScoringInputs.lastPlaces(rows));
        inputs.putAll(past);
        Map<String, HostTensor> outputs = session.run(inputs);
        assertClose(matrix(outputs)[0], expected[done - 1]);
        past = new HashMap<>();
        for (String name : outputs.keySet()) {
          if (name.startsWith("present.")) {
            past.put(name.replace("present.", "past."), outputs.get(name));
          }
        }
      }
    }
  }

  private static Map<String, HostTensor> emptyPast(TinyModel model) {
    Map<String, HostTensor> past = new HashMap<>();
    for (int layer = 0; layer < model.config.layers(); layer++) {
      for (String what : List.of("key", "value")) {
        past.put(
            "past." + layer + "." + what,
            HostTensor.of(
                new float[0], 1, model.config.keyValueHeads(), 0, model.config.headSize()));
      }
    }
    return past;
  }

  @Test
  void saysWhichTensorIsMissingOrHasAnotherShape() {
    TinyModel model = TinyModel.of(Architecture.QWEN2);
    Map<String, Weight> weights = model.writeTo(folder);
    Map<String, Weight> lacking = new HashMap<>(weights);
    lacking.remove("model.layers.1.self_attn.k_proj.bias");
    Map<String, Weight> swapped = new HashMap<>(weights);
    swapped.put("model.norm.weight", weights.get("model.layers.0.mlp.up_proj.weight"));

    assertThatThrownBy(() -> LlamaGraph.builder(model.config, lacking).build())
        .isInstanceOf(EntityMatchingException.class)
        .hasMessage(
            "the checkpoint lacks the tensor 'model.layers.1.self_attn.k_proj.bias' of [32]");
    assertThatThrownBy(() -> LlamaGraph.builder(model.config, swapped).build())
        .isInstanceOf(EntityMatchingException.class)
        .hasMessage("the tensor 'model.norm.weight' must be [64], found [80,64]");
  }

  @Test
  void theSameGraphIsAlwaysTheSameBytes() {
    TinyModel model = TinyModel.of(Architecture.LLAMA);
    Map<String, Weight> weights = model.writeTo(folder);

    assertThat(LlamaGraph.builder(model.config, weights).build().toModel(folder))
        .isEqualTo(LlamaGraph.builder(model.config, weights).build().toModel(folder));
  }

  private GraphSession open(TinyModel model, TokenLayout layout, Result result) {
    return GraphSession.open(
        LlamaGraph.builder(model.config, model.writeTo(folder))
            .layout(layout)
            .result(result)
            .build(),
        SETTINGS);
  }

  /** What the graph yields after the last token of each row, in the rows' order. */
  private static float[][] lastTokens(
      GraphSession session, TokenLayout layout, List<int[]> rows, Map<String, HostTensor> more) {
    if (layout == TokenLayout.PADDED) {
      Map<String, HostTensor> inputs = ScoringInputs.padded(rows);
      inputs.put(LlamaGraph.OUTPUT_TOKENS, ScoringInputs.lastPlaces(rows));
      inputs.putAll(more);
      return matrix(session.run(inputs));
    }
    PackedBatch batch = onlyBatch(rows);
    Map<String, HostTensor> inputs = ScoringInputs.packed(batch);
    inputs.put(LlamaGraph.OUTPUT_TOKENS, ScoringInputs.lastTokens(batch));
    inputs.putAll(more);
    float[][] sorted = matrix(session.run(inputs));
    float[][] result = new float[rows.size()][];
    for (int row = 0; row < sorted.length; row++) {
      result[batch.callerRow(row)] = sorted[row];
    }
    return result;
  }

  private static PackedBatch onlyBatch(List<int[]> rows) {
    List<PackedBatch> batches = new TokenPacking(1000, 1000).pack(rows);
    assertThat(batches).hasSize(1);
    return batches.get(0);
  }

  private static float[][] matrix(Map<String, HostTensor> outputs) {
    HostTensor result = requireNonNull(outputs.get(LlamaGraph.RESULT));
    int width = Math.toIntExact(result.shape()[1]);
    float[] numbers = result.floats();
    float[][] rows = new float[numbers.length / width][];
    Arrays.setAll(rows, row -> Arrays.copyOfRange(numbers, row * width, (row + 1) * width));
    return rows;
  }

  private static double[] last(double[][] rows) {
    return rows[rows.length - 1];
  }

  private static void assertClose(float[] found, double[] expected) {
    assertThat(distance(found, expected)).isLessThan(RELATIVE);
  }

  /** The largest difference, as a share of the largest expected number. */
  private static double distance(float[] found, double[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    double difference = 0;
    for (int i = 0; i < found.length; i++) {
      difference = Math.max(difference, Math.abs(found[i] - expected[i]));
    }
    return difference / largest;
  }
}
