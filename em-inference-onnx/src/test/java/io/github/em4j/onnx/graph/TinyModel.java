package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import io.github.em4j.onnx.checkpoint.StoredTensor;
import io.github.em4j.onnx.checkpoint.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A decoder with random weights, in memory for the reference and in a file for the graphs. */
final class TinyModel {
  private static final LlamaConfig.RopeScaling STRETCHED = new LlamaConfig.RopeScaling(8, 1, 4, 16);

  final LlamaConfig config;
  final Map<String, float[]> numbers = new LinkedHashMap<>();
  final Map<String, List<Long>> shapes = new LinkedHashMap<>();

  TinyModel(LlamaConfig config, long seed) {
    this.config = config;
    SplittableRandom random = new SplittableRandom(seed);
    int hidden = config.hiddenSize();
    matrix("model.embed_tokens", config.vocabSize(), hidden, random);
    if (!config.tiedEmbeddings()) {
      matrix("lm_head", config.vocabSize(), hidden, random);
    }
    norm("model.norm", hidden, random);
    int queries = config.heads() * config.headSize();
    int keys = config.keyValueHeads() * config.headSize();
    for (int layer = 0; layer < config.layers(); layer++) {
      String name = "model.layers." + layer + ".";
      norm(name + "input_layernorm", hidden, random);
      norm(name + "post_attention_layernorm", hidden, random);
      projection(name + "self_attn.q_proj", queries, hidden, random);
      projection(name + "self_attn.k_proj", keys, hidden, random);
      projection(name + "self_attn.v_proj", keys, hidden, random);
      matrix(name + "self_attn.o_proj", hidden, queries, random);
      if (config.queryKeyNorm()) {
        norm(name + "self_attn.q_norm", config.headSize(), random);
        norm(name + "self_attn.k_norm", config.headSize(), random);
      }
      matrix(name + "mlp.gate_proj", config.intermediateSize(), hidden, random);
      matrix(name + "mlp.up_proj", config.intermediateSize(), hidden, random);
      matrix(name + "mlp.down_proj", hidden, config.intermediateSize(), random);
    }
  }

  static LlamaConfig config(Architecture architecture, boolean stretched, boolean tied) {
    return new LlamaConfig(
        architecture,
        97,
        64,
        80,
        3,
        4,
        2,
        // Qwen3's heads are wider than their share of the residual stream.
        architecture == Architecture.QWEN3 ? 32 : 16,
        1e-5,
        10_000,
        stretched ? Optional.of(STRETCHED) : Optional.empty(),
        128,
        tied,
        architecture == Architecture.QWEN2,
        architecture == Architecture.QWEN3);
  }

  static TinyModel of(Architecture architecture) {
    return new TinyModel(config(architecture, false, false), 7);
  }

  private void projection(String name, int out, int in, SplittableRandom random) {
    matrix(name, out, in, random);
    if (config.queryKeyValueBias()) {
      uniform(name + ".bias", 0, 0.5, random, out);
    }
  }

  private void matrix(String name, int out, int in, SplittableRandom random) {
    uniform(name + ".weight", 0, 2 / Math.sqrt(in), random, out, in);
  }

  private void norm(String name, int size, SplittableRandom random) {
    uniform(name + ".weight", 1, 0.3, random, size);
  }

  private void uniform(
      String name, double centre, double radius, SplittableRandom random, long... shape) {
    int count = 1;
    List<Long> sizes = new ArrayList<>();
    for (long size : shape) {
      count = Math.toIntExact(count * size);
      sizes.add(size);
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (centre + radius * (2 * random.nextDouble() - 1));
    }
    numbers.put(name, values);
    shapes.put(name, sizes);
  }

  /** Keeps only what the type can hold, so that the reference sees what the file says. */
  TinyModel roundedTo(TensorType type) {
    for (float[] values : numbers.values()) {
      for (int i = 0; i < values.length; i++) {
        if (type == TensorType.BF16) {
          values[i] = Float.intBitsToFloat(Float.floatToRawIntBits(values[i]) & 0xFFFF0000);
        } else if (type == TensorType.F16) {
          values[i] = type.toFloat(halfBits(values[i]));
        }
      }
    }
    return this;
  }

  LlamaReference reference() {
    return new LlamaReference(config, numbers);
  }

  Map<String, Weight> writeTo(Path folder) {
    return writeTo(folder, TensorType.F32);
  }

  /** Writes the numbers one after the other behind a few bytes, as a safetensors file does. */
  Map<String, Weight> writeTo(Path folder, TensorType type) {
    Path file = folder.resolve("model.safetensors");
    int header = 8 * 37;
    int count = numbers.values().stream().mapToInt(values -> values.length).sum();
    ByteBuffer bytes =
        ByteBuffer.allocate(header + count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(header);
    Map<String, Weight> weights = new LinkedHashMap<>();
    numbers.forEach(
        (name, values) -> {
          List<Long> shape = requireNonNull(shapes.get(name));
          long size = (long) values.length * type.bytes();
          weights.put(
              name, Weight.of(new StoredTensor(name, type, shape, file, bytes.position(), size)));
          for (float value : values) {
            switch (type) {
              case F32 -> bytes.putFloat(value);
              case BF16 -> bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
              case F16 -> bytes.putShort(halfBits(value));
            }
          }
        });
    try {
      Files.write(file, bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return weights;
  }

  /** Cuts off what half precision cannot hold; numbers that are too small become 0. */
  static short halfBits(float value) {
    int bits = Float.floatToRawIntBits(value);
    int exponent = ((bits >>> 23) & 0xFF) - 112;
    if (exponent <= 0) {
      return 0;
    }
    return (short) (((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3FF));
  }

  /** Rows of random tokens with the given lengths, all beginning alike. */
  List<int[]> rows(long seed, int sharedPrefix, int... lengths) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] prefix = random.ints(sharedPrefix, 0, config.vocabSize()).toArray();
    List<int[]> rows = new ArrayList<>();
    for (int length : lengths) {
      int[] row = random.ints(length, 0, config.vocabSize()).toArray();
      System.arraycopy(prefix, 0, row, 0, Math.min(length, sharedPrefix));
      rows.add(row);
    }
    return rows;
  }
}
