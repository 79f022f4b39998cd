package io.github.em4j.onnx.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checkpoints of two small layers, to be broken in one place each. */
final class TinyCheckpoint {
  static final String LLAMA =
      """
      {"architectures": ["LlamaForCausalLM"], "vocab_size": 12, "hidden_size": 8, "intermediate_size": 6,
       "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 2,
       "rms_norm_eps": 1e-5, "rope_theta": 500000.0, "max_position_embeddings": 64,
       "tie_word_embeddings": true, "eos_token_id": [2, 3]}
      """;

  private TinyCheckpoint() {}

  /** The config with one more field, which replaces one of the same name. */
  static String with(String config, String field, String value) {
    String without = config.replaceAll("\"" + field + "\":\\s*(\\[[^]]*]|[^,}\\s]+),?", "");
    return without.strip().replaceFirst("\\{", "{\"" + field + "\": " + value + ", ");
  }

  static String qwen3() {
    return with(LLAMA, "architectures", "[\"Qwen3ForCausalLM\"]");
  }

  static Map<String, List<Long>> shapes(Path folder, String config) throws IOException {
    Path file = Files.writeString(folder.resolve("config.json"), config);
    return new TreeMap<>(DecoderLayout.shapes(ConfigReader.read(file)));
  }

  static void write(Path folder, String config) throws IOException {
    writeWeights(folder.resolve("model.safetensors"), shapes(folder, config));
  }

  /** Every number of a tensor is the tensor's place in the order of names. */
  static void writeWeights(Path file, Map<String, List<Long>> shapes) {
    var writer = new SafetensorsWriter();
    int place = 0;
    for (Map.Entry<String, List<Long>> tensor : shapes.entrySet()) {
      float[] numbers =
          new float[(int) tensor.getValue().stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b)];
      java.util.Arrays.fill(numbers, place++);
      writer.add(tensor.getKey(), TensorType.BF16, tensor.getValue(), numbers);
    }
    writer.write(file);
  }
}
