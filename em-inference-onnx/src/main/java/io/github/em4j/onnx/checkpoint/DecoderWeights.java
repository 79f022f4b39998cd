package io.github.em4j.onnx.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * The weights of a decoder by their role, each with the shape that the configuration asks for.
 *
 * @param embedding {@code [vocabSize, hiddenSize]}
 * @param layers the decoder layers from the first to the last
 * @param finalNorm {@code [hiddenSize]}
 * @param head {@code [vocabSize, hiddenSize]}; the embedding itself where the two are tied
 */
public record DecoderWeights(
    StoredTensor embedding, List<Layer> layers, StoredTensor finalNorm, StoredTensor head) {

  /** Copies the list of layers. */
  public DecoderWeights {
    layers = List.copyOf(layers);
  }

  /**
   * The weights of one decoder layer.
   *
   * @param attentionNorm before the attention, {@code [hiddenSize]}
   * @param query {@code [heads * headSize, hiddenSize]}
   * @param key {@code [keyValueHeads * headSize, hiddenSize]}
   * @param value {@code [keyValueHeads * headSize, hiddenSize]}
   * @param output {@code [hiddenSize, heads * headSize]}
   * @param queryNorm of every head's query, {@code [headSize]}; Qwen3
   * @param keyNorm of every head's key, {@code [headSize]}; Qwen3
   * @param mlpNorm before the MLP, {@code [hiddenSize]}
   * @param gate {@code [intermediateSize, hiddenSize]}
   * @param up {@code [intermediateSize, hiddenSize]}
   * @param down {@code [hiddenSize, intermediateSize]}
   */
  public record Layer(
      StoredTensor attentionNorm,
      Linear query,
      Linear key,
      Linear value,
      Linear output,
      Optional<StoredTensor> queryNorm,
      Optional<StoredTensor> keyNorm,
      StoredTensor mlpNorm,
      Linear gate,
      Linear up,
      Linear down) {}

  /**
   * A linear layer.
   *
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}, where the architecture has one
   */
  public record Linear(StoredTensor weight, Optional<StoredTensor> bias) {}
}
