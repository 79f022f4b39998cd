package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shape of a Llama-like decoder, as {@code config.json} gives it.
 *
 * @param architecture which of the supported families
 * @param vocabSize rows of the embedding
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width of the gated MLP
 * @param layers number of decoder layers
 * @param heads number of query heads
 * @param keyValueHeads number of key and value heads; divides {@code heads}
 * @param headSize width of one head; need not be {@code hiddenSize / heads}
 * @param normEpsilon what RMSNorm adds to the mean square
 * @param ropeTheta base of the rotary frequencies
 * @param ropeScaling how the frequencies are stretched, where they are
 * @param maxPositions longest sequence that the model was made for
 * @param tiedEmbeddings whether the head uses the embedding's weights
 * @param queryKeyValueBias whether the three projections add a bias (Qwen2; {@code attention_bias})
 * @param queryKeyNorm whether queries and keys are normalised per head before the rotation (Qwen3)
 */
public record LlamaConfig(
    Architecture architecture,
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    double normEpsilon,
    double ropeTheta,
    Optional<RopeScaling> ropeScaling,
    int maxPositions,
    boolean tiedEmbeddings,
    boolean queryKeyValueBias,
    boolean queryKeyNorm) {

  /** The families whose checkpoints em4j reads, by the name in {@code config.json}. */
  public enum Architecture {
    /** {@code LlamaForCausalLM}: Llama 2, 3, 3.1, 3.2, SmolLM2. */
    LLAMA("LlamaForCausalLM"),
    /** {@code MistralForCausalLM}. */
    MISTRAL("MistralForCausalLM"),
    /** {@code Qwen2ForCausalLM}: biases on q, k and v. */
    QWEN2("Qwen2ForCausalLM"),
    /** {@code Qwen3ForCausalLM}: norms on q and k. */
    QWEN3("Qwen3ForCausalLM");

    private final String configName;

    Architecture(String configName) {
      this.configName = configName;
    }

    /**
     * The name in {@code config.json}.
     *
     * @return for example {@code LlamaForCausalLM}
     */
    public String configName() {
      return configName;
    }
  }

  /**
   * Llama 3.1's stretching of the rotary frequencies ({@code rope_type: llama3}).
   *
   * @param factor by how much long wavelengths are stretched
   * @param lowFrequencyFactor wavelengths above {@code originalMaxPositions / lowFrequencyFactor}
   *     are stretched in full
   * @param highFrequencyFactor wavelengths below {@code originalMaxPositions / highFrequencyFactor}
   *     stay as they are
   * @param originalMaxPositions the context length before stretching
   */
  public record RopeScaling(
      double factor,
      double lowFrequencyFactor,
      double highFrequencyFactor,
      int originalMaxPositions) {}

  /**
   * Checks that the numbers fit together.
   *
   * @throws IllegalArgumentException if one is out of its range or the heads do not divide
   */
  public LlamaConfig {
    requireNonNull(architecture, "architecture");
    requireNonNull(ropeScaling, "ropeScaling");
    requirePositive("vocab_size", vocabSize);
    requirePositive("hidden_size", hiddenSize);
    requirePositive("intermediate_size", intermediateSize);
    requirePositive("num_hidden_layers", layers);
    requirePositive("num_attention_heads", heads);
    requirePositive("num_key_value_heads", keyValueHeads);
    requirePositive("head_dim", headSize);
    requirePositive("max_position_embeddings", maxPositions);
    if (heads % keyValueHeads != 0) {
      throw new IllegalArgumentException(
          "num_key_value_heads must divide num_attention_heads, found "
              + keyValueHeads
              + " and "
              + heads);
    }
    if (headSize % 2 != 0) {
      throw new IllegalArgumentException(
          "head_dim must be even for the rotation, found " + headSize);
    }
    requireFinitePositive("rms_norm_eps", normEpsilon);
    requireFinitePositive("rope_theta", ropeTheta);
  }

  /**
   * The same shape with another vocabulary.
   *
   * @param tokens how many tokens there are
   * @return a new shape
   * @throws IllegalArgumentException if there are none
   */
  public LlamaConfig withVocabSize(int tokens) {
    return new LlamaConfig(
        architecture,
        tokens,
        hiddenSize,
        intermediateSize,
        layers,
        heads,
        keyValueHeads,
        headSize,
        normEpsilon,
        ropeTheta,
        ropeScaling,
        maxPositions,
        tiedEmbeddings,
        queryKeyValueBias,
        queryKeyNorm);
  }

  /**
   * Which tensors a checkpoint of this shape has.
   *
   * @return their dimensions, outermost first, by their names in Hugging Face checkpoints, in the
   *     order of the computation
   */
  public Map<String, List<Long>> tensorShapes() {
    return Collections.unmodifiableMap(DecoderLayout.shapes(this));
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, found " + value);
    }
  }

  private static void requireFinitePositive(String what, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(what + " must be a positive number, found " + value);
    }
  }
}
