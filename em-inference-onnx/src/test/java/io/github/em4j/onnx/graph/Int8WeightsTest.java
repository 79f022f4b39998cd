package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Int8WeightsTest {
  @TempDir private Path folder;

  private static Map<String, ByteBuffer> build(TinyModel model, LlamaWeights weights) {
    Graph graph =
        LlamaGraph.builder(model.config, weights).linear(LinearStrategy.ROWWISE_INT8).build();
    Map<String, ByteBuffer> inMemory = new LinkedHashMap<>();
    for (Initializer initializer : graph.initializers()) {
      if (initializer.data() instanceof TensorData.InMemory memory) {
        inMemory.put(initializer.value().name(), memory.buffer());
      }
    }
    return inMemory;
  }

  @Test
  void aTruncatedFileFailsForEveryGraphUntilItIsWhole() throws IOException {
    TinyModel model = TinyModel.of(Architecture.LLAMA);
    Map<String, Weight> stored = model.writeTo(folder);
    Map<String, ByteBuffer> expected = build(model, LlamaWeights.of(stored));
    LlamaWeights weights = LlamaWeights.of(stored);
    Path file = folder.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(file);

    Files.write(file, Arrays.copyOf(whole, whole.length - 100));
    for (int graph = 0; graph < 2; graph++) {
      assertThatThrownBy(() -> build(model, weights))
          .isInstanceOf(EntityMatchingException.class)
          .hasMessageContaining(
              "the file of the weights 'model.layers.2.mlp.down_proj.weight' ends before row 63");
    }
    Files.write(file, whole);
    assertThat(build(model, weights)).isEqualTo(expected);
  }

  @Test
  void theNextGraphUsesTheSameMemory() {
    TinyModel model = TinyModel.of(Architecture.LLAMA);
    LlamaWeights weights = LlamaWeights.of(model.writeTo(folder));
    String name = "model.layers.0.mlp.down_proj.weight.int8";

    ByteBuffer first = requireNonNull(build(model, weights).get(name));
    ByteBuffer second = requireNonNull(build(model, weights).get(name));

    first.put(0, (byte) (first.get(0) + 1));
    assertThat(second.get(0)).isEqualTo(first.get(0));
  }
}
