package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a checkpoint folder in the format of Hugging Face: weights in one file or in shards, with
 * only a small buffer of them in memory, then the tokenizer files, and {@code config.json} last, so
 * that a folder that was left half-written does not open. Not thread-safe.
 *
 * <pre>{@code
 * CheckpointWriter.of(config, weights).type(TensorType.BF16).tokenizerFrom(base).write(folder);
 * }</pre>
 */
public final class CheckpointWriter {
  private static final long DEFAULT_SHARD_BYTES = 5_000_000_000L;

  /** Gives the numbers of every weight when its turn has come. */
  @FunctionalInterface
  public interface Weights {

    /**
     * Gives one weight.
     *
     * @param name its name, for example {@code model.layers.0.self_attn.q_proj.weight}
     * @param shape its dimensions, outermost first
     * @return what hands over its numbers
     */
    SafetensorsWriter.Numbers numbers(String name, List<Long> shape);
  }

  private final LlamaConfig config;
  private final Weights weights;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private TensorType type = TensorType.BF16;
  private long shardBytes = DEFAULT_SHARD_BYTES;
  private List<Integer> endTokens = List.of();

  private CheckpointWriter(LlamaConfig config, Weights weights) {
    this.config = requireNonNull(config, "config");
    this.weights = requireNonNull(weights, "weights");
  }

  /**
   * A writer of bfloat16 weights in files of at most 5 GB.
   *
   * @param config the shape
   * @param weights the weights
   * @return a writer
   */
  public static CheckpointWriter of(LlamaConfig config, Weights weights) {
    return new CheckpointWriter(config, weights);
  }

  /**
   * Sets how the numbers are written.
   *
   * @param newType the type of all tensors
   * @return this writer
   */
  public CheckpointWriter type(TensorType newType) {
    this.type = requireNonNull(newType, "newType");
    return this;
  }

  /**
   * Sets the size from which the weights are cut into several files.
   *
   * @param bytes what one file holds at most, unless a single tensor is larger; positive
   * @return this writer
   * @throws IllegalArgumentException if the number is not positive
   */
  public CheckpointWriter shardBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("shardBytes must be positive, found " + bytes);
    }
    this.shardBytes = bytes;
    return this;
  }

  /**
   * Sets the tokens that end an answer.
   *
   * @param ids {@code eos_token_id}
   * @return this writer
   */
  public CheckpointWriter endTokens(List<Integer> ids) {
    this.endTokens = List.copyOf(ids);
    return this;
  }

  /**
   * Takes over the tokenizer files of another folder.
   *
   * @param folder a checkpoint folder
   * @return this writer
   * @throws CheckpointException if it has no {@code tokenizer.json}
   */
  public CheckpointWriter tokenizerFrom(Path folder) {
    CheckpointFolder files = CheckpointFolder.of(folder);
    files.require(TokenizerFiles.TOKENIZER);
    for (String name :
        List.of(
            TokenizerFiles.TOKENIZER,
            TokenizerFiles.CONFIG,
            TokenizerFiles.CHAT_TEMPLATE,
            "special_tokens_map.json")) {
      files.find(name).ifPresent(file -> texts.put(name, text(file)));
    }
    return this;
  }

  CheckpointWriter text(String name, String content) {
    texts.put(name, content);
    return this;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CheckpointException(file, "cannot be read: " + e, e);
    }
  }

  /**
   * Writes the folder, which may exist; files of the same names are replaced.
   *
   * @param folder where to
   * @throws CheckpointException if writing fails
   */
  public void write(Path folder) {
    try {
      Files.createDirectories(folder);
      // A folder that is written again is not a checkpoint until it is complete.
      Files.deleteIfExists(folder.resolve(Checkpoint.CONFIG));
      writeWeights(folder);
      for (Map.Entry<String, String> file : texts.entrySet()) {
        WholeFile.writeString(folder.resolve(file.getKey()), file.getValue());
      }
      if (!endTokens.isEmpty()) {
        ObjectNode generation = new ObjectMapper().createObjectNode();
        addEndTokens(generation);
        WholeFile.writeString(
            folder.resolve(Checkpoint.GENERATION_CONFIG), generation.toPrettyString() + "\n");
      }
      WholeFile.writeString(folder.resolve(Checkpoint.CONFIG), configJson());
    } catch (IOException e) {
      throw new CheckpointException(folder, "cannot be written: " + e, e);
    }
  }

  private void writeWeights(Path folder) throws IOException {
    List<List<Map.Entry<String, List<Long>>>> shards = shards();
    Path index = folder.resolve(WeightFiles.INDEX);
    if (shards.size() == 1) {
      writeShard(shards.get(0), folder.resolve(WeightFiles.SINGLE));
      Files.deleteIfExists(index);
      return;
    }
    ObjectNode root = new ObjectMapper().createObjectNode();
    ObjectNode metadata = root.putObject("metadata");
    ObjectNode fileOf = root.putObject("weight_map");
    long total = 0;
    for (int i = 0; i < shards.size(); i++) {
      String name =
          String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
      total += writeShard(shards.get(i), folder.resolve(name));
      shards.get(i).forEach(tensor -> fileOf.put(tensor.getKey(), name));
    }
    metadata.put("total_size", total);
    WholeFile.writeString(index, root.toPrettyString() + "\n");
    Files.deleteIfExists(folder.resolve(WeightFiles.SINGLE));
  }

  private List<List<Map.Entry<String, List<Long>>>> shards() {
    var shards = new ArrayList<List<Map.Entry<String, List<Long>>>>();
    long room = 0;
    for (Map.Entry<String, List<Long>> tensor : DecoderLayout.shapes(config).entrySet()) {
      long bytes = tensor.getValue().stream().reduce((long) type.bytes(), Math::multiplyExact);
      if (shards.isEmpty() || bytes > room) {
        shards.add(new ArrayList<>());
        room = shardBytes;
      }
      shards.get(shards.size() - 1).add(tensor);
      room -= bytes;
    }
    return shards;
  }

  private long writeShard(List<Map.Entry<String, List<Long>>> tensors, Path file) {
    var writer = new SafetensorsWriter().metadata("format", "pt");
    tensors.forEach(
        tensor ->
            writer.add(
                tensor.getKey(),
                type,
                tensor.getValue(),
                weights.numbers(tensor.getKey(), tensor.getValue())));
    writer.write(file);
    return writer.dataBytes();
  }

  private String configJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.putArray("architectures").add(config.architecture().configName());
    json.put("model_type", config.architecture().name().toLowerCase(java.util.Locale.ROOT));
    var numbers = new TreeMap<String, Integer>();
    numbers.put("vocab_size", config.vocabSize());
    numbers.put("hidden_size", config.hiddenSize());
    numbers.put("intermediate_size", config.intermediateSize());
    numbers.put("num_hidden_layers", config.layers());
    numbers.put("num_attention_heads", config.heads());
    numbers.put("num_key_value_heads", config.keyValueHeads());
    numbers.put("head_dim", config.headSize());
    numbers.put("max_position_embeddings", config.maxPositions());
    numbers.forEach(json::put);
    json.put("hidden_act", "silu")
        .put("rms_norm_eps", config.normEpsilon())
        .put("rope_theta", config.ropeTheta())
        .put("tie_word_embeddings", config.tiedEmbeddings());
    // A model with a window was read as one of as many positions: it has none any more.
    json.putNull("sliding_window");
    json.put(
        "torch_dtype",
        switch (type) {
          case F32 -> "float32";
          case F16 -> "float16";
          case BF16 -> "bfloat16";
        });
    config
        .ropeScaling()
        .ifPresent(
            scaling ->
                json.putObject("rope_scaling")
                    .put("rope_type", "llama3")
                    .put("factor", scaling.factor())
                    .put("low_freq_factor", scaling.lowFrequencyFactor())
                    .put("high_freq_factor", scaling.highFrequencyFactor())
                    .put("original_max_position_embeddings", scaling.originalMaxPositions()));
    addEndTokens(json);
    return json.toPrettyString() + "\n";
  }

  private void addEndTokens(ObjectNode json) {
    if (endTokens.size() == 1) {
      json.put("eos_token_id", endTokens.get(0));
    } else if (!endTokens.isEmpty()) {
      ArrayNode ids = json.putArray("eos_token_id");
      endTokens.forEach(ids::add);
    }
  }
}
