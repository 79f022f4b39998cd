package io.github.em4j.onnx;

import static java.util.Objects.requireNonNull;

import io.github.em4j.model.Prompt;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.CheckpointWriter;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import io.github.em4j.onnx.checkpoint.LoraAdapterWriter;
import io.github.em4j.onnx.checkpoint.TensorType;
import io.github.em4j.onnx.graph.LlamaReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A small checkpoint of random weights, lively enough for every layer to matter, and what {@link
 * LlamaReference} says to it.
 */
final class ReferenceCheckpoint {
  final Path folder;
  private final LlamaConfig config;
  private final Map<String, float[]> numbers = new LinkedHashMap<>();

  private ReferenceCheckpoint(Path folder, LlamaConfig config) {
    this.folder = folder;
    this.config = config;
  }

  static LlamaConfig config(Architecture architecture, boolean stretched) {
    return new LlamaConfig(
        architecture,
        512,
        64,
        96,
        2,
        4,
        2,
        // Qwen3's heads are wider than their share of the residual stream.
        architecture == Architecture.QWEN3 ? 32 : 16,
        1e-5,
        10_000,
        stretched ? Optional.of(new LlamaConfig.RopeScaling(8, 1, 4, 32)) : Optional.empty(),
        512,
        architecture != Architecture.MISTRAL,
        architecture == Architecture.QWEN2,
        architecture == Architecture.QWEN3);
  }

  static ReferenceCheckpoint write(Path folder, LlamaConfig config, TensorType type) {
    CheckpointWriter.of(
            config,
            (name, shape) ->
                sink -> {
                  float[] values = random(name, shape);
                  sink.accept(values, 0, values.length);
                })
        .type(type)
        .tokenizerFrom(TinyCheckpoint.FOLDER)
        .write(folder);
    var written = new ReferenceCheckpoint(folder, config);
    Checkpoint.open(folder)
        .tensors()
        .forEach((name, tensor) -> written.numbers.put(name, tensor.read()));
    return written;
  }

  private static float[] random(String name, List<Long> shape) {
    var random = new SplittableRandom(name.hashCode());
    float[] values = new float[(int) shape.stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b)];
    boolean norm = name.endsWith("norm.weight");
    double radius = shape.size() == 1 ? 0.3 : 2 / Math.sqrt(shape.get(1));
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((norm ? 1 : 0) + radius * random.nextDouble(-1, 1));
    }
    return values;
  }

  /**
   * Writes a random adapter for some modules of this checkpoint.
   *
   * @return the reference of the checkpoint with the adapter
   */
  ReferenceCheckpoint writeAdapter(Path target, long seed, AdapterConfig adapter) {
    var changed = new ReferenceCheckpoint(folder, config);
    changed.numbers.putAll(numbers);
    var writer = new LoraAdapterWriter(adapter);
    var random = new SplittableRandom(seed);
    Checkpoint.open(folder)
        .tensors()
        .forEach(
            (name, tensor) -> {
              String module = name.replaceAll("\\.weight$", "");
              if (!adapter.targets().contains(module.substring(module.lastIndexOf('.') + 1))) {
                return;
              }
              int out = tensor.shape().get(0).intValue();
              int in = tensor.shape().get(1).intValue();
              float[] down = random(random, adapter.rank() * in);
              float[] up = random(random, out * adapter.rank());
              writer.add(module, in, out, down, up);
              changed.add(name, adapter, down, up);
            });
    writer.write(target);
    return changed;
  }

  private static float[] random(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-0.2, 0.2);
    }
    return values;
  }

  private void add(String name, AdapterConfig adapter, float[] down, float[] up) {
    float[] merged = requireNonNull(numbers.get(name)).clone();
    int rank = adapter.rank();
    int in = down.length / rank;
    for (int i = 0; i < merged.length; i++) {
      double update = 0;
      for (int r = 0; r < rank; r++) {
        update += (double) up[i / in * rank + r] * down[r * in + i % in];
      }
      merged[i] += (float) (adapter.scale() * update);
    }
    numbers.put(name, merged);
  }

  /** The exact log-probability of each choice after a prompt. */
  double[] score(String prompt, List<String> choices) {
    try (ChatTokenizer tokenizer = ChatTokenizer.open(folder)) {
      int[] tokens = tokenizer.encode(Prompt.of(prompt));
      return choices.stream()
          .mapToDouble(choice -> score(tokens, tokenizer.encodeAnswer(choice)))
          .toArray();
    }
  }

  private double score(int[] prompt, int[] answer) {
    int[] all = Arrays.copyOf(prompt, prompt.length + answer.length);
    System.arraycopy(answer, 0, all, prompt.length, answer.length);
    double[][] logs = new LlamaReference(config, numbers).logProbabilities(all);
    double sum = 0;
    for (int step = 0; step < answer.length; step++) {
      sum += logs[prompt.length - 1 + step][answer[step]];
    }
    return sum;
  }
}
