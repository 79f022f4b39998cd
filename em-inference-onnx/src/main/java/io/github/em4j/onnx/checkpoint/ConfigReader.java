package io.github.em4j.onnx.checkpoint;

import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import io.github.em4j.onnx.checkpoint.LlamaConfig.RopeScaling;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code config.json}, with the defaults that the transformers library has for each
 * architecture. Whatever would change the numbers and is not computed here is refused by name.
 */
final class ConfigReader {
  static final long MAX_BYTES = 4L << 20;

  /** No dense decoder comes near; keeps products of two within a long and loops short. */
  private static final int MAX_WIDTH = 1 << 24;

  private static final int MAX_LAYERS = 4096;
  private static final int MAX_POSITIONS = 1 << 26;
  private static final double DEFAULT_ROPE_THETA = 10_000;
  private static final double DEFAULT_NORM_EPSILON = 1e-6;

  private final JsonObject json;
  private final Architecture architecture;

  private ConfigReader(JsonObject json) {
    this.json = json;
    this.architecture = architecture(json);
  }

  static LlamaConfig read(Path file) {
    JsonObject json = JsonObject.read(file, MAX_BYTES);
    return new ConfigReader(json).read();
  }

  private LlamaConfig read() {
    refuseWhatIsNotComputed();
    int heads = width("num_attention_heads");
    int hiddenSize = width("hidden_size");
    int headSize =
        json.optionalInteger("head_dim", 1, MAX_WIDTH)
            .orElseGet(
                () -> architecture == Architecture.QWEN3 ? 128 : headSize(hiddenSize, heads));
    try {
      return new LlamaConfig(
          architecture,
          width("vocab_size"),
          hiddenSize,
          width("intermediate_size"),
          json.integer("num_hidden_layers", 1, MAX_LAYERS),
          heads,
          keyValueHeads(heads),
          headSize,
          json.number("rms_norm_eps", DEFAULT_NORM_EPSILON),
          ropeTheta(),
          ropeScaling(),
          positions(),
          json.flag("tie_word_embeddings", false),
          architecture == Architecture.QWEN2,
          architecture == Architecture.QWEN3);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(json.file(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Architecture architecture(JsonObject json) {
    List<String> names = json.texts("architectures");
    for (Architecture candidate : Architecture.values()) {
      if (names.equals(List.of(candidate.configName()))) {
        return candidate;
      }
    }
    throw json.broken(
        "architectures",
        "names %s; em4j computes %s"
            .formatted(
                Names.few(names),
                String.join(
                    ", ",
                    Arrays.stream(Architecture.values()).map(Architecture::configName).toList())));
  }

  private void refuseWhatIsNotComputed() {
    if (json.has("quantization_config")) {
      throw json.broken(
          "quantization_config",
          "is set; em4j reads weights in %s only".formatted(Arrays.toString(TensorType.values())));
    }
    String activation = json.text("hidden_act").orElse("silu");
    if (!activation.equals("silu")) {
      throw json.broken(
          "hidden_act", "is '%s'; em4j computes silu".formatted(Names.shortened(activation)));
    }
    for (String bias : List.of("attention_bias", "mlp_bias")) {
      if (json.flag(bias, false)) {
        throw json.broken(
            bias, "is true; em4j computes biases only for " + Architecture.QWEN2.configName());
      }
    }
    double rotated = json.number("partial_rotary_factor", 1);
    if (rope().map(rope -> rope.number("partial_rotary_factor", rotated)).orElse(rotated) != 1) {
      throw json.broken("partial_rotary_factor", "is not 1; em4j rotates whole heads");
    }
  }

  private int width(String field) {
    return json.integer(field, 1, MAX_WIDTH);
  }

  private int headSize(int hiddenSize, int heads) {
    if (hiddenSize % heads != 0) {
      throw json.broken(
          "head_dim",
          "is missing, and hidden_size %d is not a multiple of num_attention_heads %d"
              .formatted(hiddenSize, heads));
    }
    return hiddenSize / heads;
  }

  private int keyValueHeads(int heads) {
    return json.optionalInteger("num_key_value_heads", 1, MAX_WIDTH)
        .orElseGet(
            () ->
                json.isNull("num_key_value_heads")
                    ? heads
                    : switch (architecture) {
                      case LLAMA -> heads;
                      case MISTRAL -> 8;
                      case QWEN2, QWEN3 -> 32;
                    });
  }

  /**
   * The longest sequence whose numbers are right. Attention here sees the whole sequence; a sliding
   * window makes no difference up to its own length, so a model that has one is taken as a model of
   * that many positions.
   */
  private int positions() {
    int positions =
        json.optionalInteger("max_position_embeddings", 1, MAX_POSITIONS)
            .orElse(
                switch (architecture) {
                  case LLAMA -> 2048;
                  case MISTRAL -> 131_072;
                  case QWEN2, QWEN3 -> 32_768;
                });
    if (!usesSlidingWindow()) {
      return positions;
    }
    int window = json.optionalInteger("sliding_window", 1, Integer.MAX_VALUE).orElse(4096);
    return Math.min(positions, window);
  }

  private boolean usesSlidingWindow() {
    if (json.texts("layer_types").contains("sliding_attention")) {
      return true;
    }
    return switch (architecture) {
      case LLAMA -> false;
      case MISTRAL -> !json.isNull("sliding_window");
      case QWEN2, QWEN3 -> json.flag("use_sliding_window", false);
    };
  }

  /**
   * The newer form keeps everything about the rotation in one object, the older one in two places.
   */
  private Optional<JsonObject> rope() {
    return json.object("rope_parameters").or(() -> json.object("rope_scaling"));
  }

  private double ropeTheta() {
    double theta = json.number("rope_theta", DEFAULT_ROPE_THETA);
    return rope().map(rope -> rope.number("rope_theta", theta)).orElse(theta);
  }

  private Optional<RopeScaling> ropeScaling() {
    Optional<JsonObject> rope = rope();
    if (rope.isEmpty()) {
      return Optional.empty();
    }
    JsonObject values = rope.get();
    String type = values.text("rope_type").or(() -> values.text("type")).orElse("default");
    return switch (type) {
      case "default" -> Optional.empty();
      case "llama3" -> Optional.of(llama3(values));
      default ->
          throw values.broken(
              "rope_type",
              "is '%s'; em4j computes default and llama3".formatted(Names.shortened(type)));
    };
  }

  private static RopeScaling llama3(JsonObject values) {
    double low = positive(values, "low_freq_factor");
    double high = positive(values, "high_freq_factor");
    if (high <= low) {
      throw values.broken(
          "high_freq_factor", "has to be above low_freq_factor %s, found %s".formatted(low, high));
    }
    return new RopeScaling(
        atLeastOne(values, "factor"),
        low,
        high,
        values.integer("original_max_position_embeddings", 1, MAX_POSITIONS));
  }

  private static double atLeastOne(JsonObject values, String field) {
    double value = values.number(field);
    if (value < 1) {
      throw values.broken(field, "has to be at least 1, found " + value);
    }
    return value;
  }

  private static double positive(JsonObject values, String field) {
    double value = values.number(field);
    if (value <= 0) {
      throw values.broken(field, "has to be positive, found " + value);
    }
    return value;
  }
}
