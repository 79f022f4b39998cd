package io.github.em4j.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KeyValueMemoryTest {
  private static final SessionSettings SETTINGS = new SessionSettings(1, false, false);
  private static final int STEPS = 6;

  @TempDir private Path folder;

  private static Graph graph(TinyModel model, Path folder) {
    return LlamaGraph.builder(model.config, model.writeTo(folder))
        .result(LlamaGraph.Result.LOGITS)
        .keyValueCache()
        .build();
  }

  private static float[] run(
      KeyValueMemory memory,
      GraphSession session,
      int firstRow,
      int rows,
      Map<String, HostTensor> inputs,
      int outputs,
      int vocabulary) {
    FloatBuffer logits =
        ByteBuffer.allocateDirect(Float.BYTES * outputs * vocabulary)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    HostTensor result = HostTensor.of(logits, outputs, vocabulary);
    memory.run(session, firstRow, rows, inputs, Map.of(LlamaGraph.RESULT, result));
    return result.floats();
  }

  private static void assertClose(float[] found, int row, double[] expected) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[row * expected.length + i])
          .isCloseTo(expected[i], within(1e-4 * largest));
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void rowsOfAnyLengthsContinuedInPlaceYieldTheLogitsOfTheReference(Architecture architecture) {
    TinyModel model = TinyModel.of(architecture);
    int vocabulary = model.config.vocabSize();
    List<int[]> prompts = new ArrayList<>(model.rows(5, 3, 12, 4, 31, 7));
    // Twice the same, and a beginning of another one: they have no row of their own at first.
    prompts.add(prompts.get(2).clone());
    prompts.add(Arrays.copyOf(prompts.get(2), 9));
    PackedBatch batch = new TokenPacking(1000, 1000).pack(prompts).get(0);
    assertThat(batch.leafCount()).isLessThan(batch.rowCount());
    KeyValueMemory memory = new KeyValueMemory(model.config, prompts.size() + 1, 31 + STEPS);

    try (GraphSession session = GraphSession.open(graph(model, folder), SETTINGS)) {
      Map<String, HostTensor> inputs = ScoringInputs.packed(batch);
      inputs.put(LlamaGraph.OUTPUT_TOKENS, ScoringInputs.lastTokens(batch));
      int rows = batch.rowCount();
      float[] logits = run(memory, session, 1, batch.leafCount(), inputs, rows, vocabulary);
      for (int row = rows - 1; row >= 0; row--) {
        memory.move(1 + batch.leaf(row), 1 + row);
      }
      int[][] texts = new int[rows][];
      for (int row = 0; row < rows; row++) {
        texts[row] = prompts.get(batch.callerRow(row));
      }
      for (int step = 0; step < STEPS; step++) {
        int[] next = new int[rows];
        for (int row = 0; row < rows; row++) {
          double[][] expected = model.reference().logits(texts[row]);
          assertClose(logits, row, expected[expected.length - 1]);
          next[row] = (17 * step + 5 * row) % vocabulary;
          texts[row] = Arrays.copyOf(texts[row], texts[row].length + 1);
          texts[row][texts[row].length - 1] = next[row];
        }
        int[] lengths = Arrays.stream(texts).mapToInt(text -> text.length).toArray();
        logits = run(memory, session, 1, rows, ScoringInputs.step(next, lengths), rows, vocabulary);
      }
    }
  }

  @Test
  void memoryThatCannotBeIsRefused() {
    TinyModel model = TinyModel.of(Architecture.LLAMA);
    assertThatThrownBy(() -> new KeyValueMemory(model.config, 0, 5))
        .hasMessage("a layer's keys must take 1 byte to 2 GiB, found 0 rows of 5 positions");
    assertThatThrownBy(() -> new KeyValueMemory(model.config, 1 << 20, 1 << 20))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRunWritesOnlyIntoDirectMemory() {
    GraphBuilder graph = new GraphBuilder("abs");
    Shape two = Shape.of(2);
    graph.output("y", graph.apply(Unary.ABS, graph.input("x", ElementType.FLOAT, two)));
    try (GraphSession session = GraphSession.open(graph.build(), SETTINGS)) {
      HostTensor heap = HostTensor.of(new float[] {-1, 2}, 2);
      assertThatThrownBy(() -> session.run(Map.of("x", heap), Map.of("y", heap)))
          .hasMessage("the output 'y' needs a direct buffer");
    }
  }
}
