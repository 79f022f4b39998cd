package io.github.em4j.onnx.checkpoint;

import io.github.em4j.onnx.checkpoint.DecoderLayout.Projection;
import io.github.em4j.onnx.checkpoint.DecoderWeights.Layer;
import io.github.em4j.onnx.checkpoint.DecoderWeights.Linear;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives every tensor its role, after checking that exactly those are there that have one. */
final class WeightsReader {
  private final LlamaConfig config;
  private final Map<String, StoredTensor> tensors;

  private WeightsReader(LlamaConfig config, Map<String, StoredTensor> tensors) {
    this.config = config;
    this.tensors = tensors;
  }

  static DecoderWeights read(Path folder, LlamaConfig config, Map<String, StoredTensor> tensors) {
    check(folder, config, tensors);
    return new WeightsReader(config, tensors).read();
  }

  private static void check(Path folder, LlamaConfig config, Map<String, StoredTensor> tensors) {
    var missing = new ArrayList<String>();
    Map<String, List<Long>> expected = DecoderLayout.shapes(config);
    expected.forEach(
        (name, shape) -> {
          StoredTensor tensor = tensors.get(name);
          if (tensor == null) {
            missing.add(name);
          } else if (!tensor.shape().equals(shape)) {
            throw new CheckpointException(
                tensor.file(),
                "tensor '%s' has shape %s; the configuration asks for %s"
                    .formatted(name, tensor.shape(), shape));
          }
        });
    if (!missing.isEmpty()) {
      throw new CheckpointException(folder, "lacks tensors: " + Names.few(missing));
    }
    List<String> unexpected =
        tensors.keySet().stream()
            .filter(name -> !expected.containsKey(name) && !isRedundant(name, config))
            .toList();
    if (!unexpected.isEmpty()) {
      // A bias or a norm that nobody computes would change every answer without a word.
      throw new CheckpointException(
          folder,
          "holds tensors that %s has no use for: %s"
              .formatted(config.architecture().configName(), Names.few(unexpected)));
    }
  }

  /** What older versions of the transformers library stored beside the weights. */
  private static boolean isRedundant(String name, LlamaConfig config) {
    return name.endsWith(".rotary_emb.inv_freq")
        || (config.tiedEmbeddings() && name.equals(DecoderLayout.HEAD));
  }

  private DecoderWeights read() {
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < config.layers(); i++) {
      layers.add(layer(DecoderLayout.layer(i)));
    }
    StoredTensor embedding = tensor(DecoderLayout.EMBEDDING);
    return new DecoderWeights(
        embedding,
        layers,
        tensor(DecoderLayout.FINAL_NORM),
        config.tiedEmbeddings() ? embedding : tensor(DecoderLayout.HEAD));
  }

  private Layer layer(String prefix) {
    return new Layer(
        tensor(prefix + "input_layernorm.weight"),
        linear(prefix, Projection.QUERY),
        linear(prefix, Projection.KEY),
        linear(prefix, Projection.VALUE),
        linear(prefix, Projection.OUTPUT),
        headNorm(prefix + "self_attn.q_norm.weight"),
        headNorm(prefix + "self_attn.k_norm.weight"),
        tensor(prefix + "post_attention_layernorm.weight"),
        linear(prefix, Projection.GATE),
        linear(prefix, Projection.UP),
        linear(prefix, Projection.DOWN));
  }

  private Linear linear(String prefix, Projection projection) {
    String name = prefix + projection.module();
    return new Linear(
        tensor(name + ".weight"),
        projection.hasBias(config) ? Optional.of(tensor(name + ".bias")) : Optional.empty());
  }

  private Optional<StoredTensor> headNorm(String name) {
    return config.queryKeyNorm() ? Optional.of(tensor(name)) : Optional.empty();
  }

  private StoredTensor tensor(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("unchecked tensor " + name);
    }
    return tensor;
  }
}
