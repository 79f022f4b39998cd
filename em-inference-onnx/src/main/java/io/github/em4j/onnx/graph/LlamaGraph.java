package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The graph of a Llama-like decoder, made for what is asked of it: which positions, which rows of
 * the head, packed or padded tokens, which arithmetic.
 *
 * <pre>{@code
 * Graph graph =
 *     LlamaGraph.builder(config, weights)
 *         .layout(LlamaGraph.TokenLayout.PACKED)
 *         .result(LlamaGraph.Result.LOG_PROBABILITIES)
 *         .build();
 * }</pre>
 *
 * <p>All operators that work token by token run on {@code [tokens, width]}; only around the
 * attention the packed tokens are expanded to {@code [rows, positions, width]}. {@link
 * ScoringInputs} makes the inputs from a {@link PackedBatch}.
 */
public final class LlamaGraph {
  /** Token ids, INT64: {@code [tokens]} packed, {@code [rows, positions]} padded. */
  public static final String INPUT_IDS = "input_ids";

  /** Which packed token stands at a place, INT64 {@code [rows, positions]}; packed layout only. */
  public static final String PADDED_TO_PACKED = "padded_to_packed";

  /**
   * At which place ({@code row · positions + position}) a packed token stands, INT64 {@code
   * [tokens]}.
   */
  public static final String PACKED_TO_PADDED = "packed_to_padded";

  /** The length of each row minus one, INT32 {@code [rows]}; with a cache the past counts in. */
  public static final String LAST_POSITIONS = "last_positions";

  /** The length of the longest row, INT32, a single number; with a cache the past counts in. */
  public static final String LONGEST = "longest";

  /**
   * The tokens (packed or padded place) after which something is asked, INT64 {@code [outputs]}.
   */
  public static final String OUTPUT_TOKENS = "output_tokens";

  /** The ids of the next tokens in question, INT64; see {@link Result}. */
  public static final String NEXT_TOKENS = "next_tokens";

  /** The name of every graph's result, FLOAT. */
  public static final String RESULT = "result";

  /** How the tokens of several rows lie in memory. */
  public enum TokenLayout {
    /** No padding, and prefixes that rows share only once. */
    PACKED,
    /** As many places for each row as the longest has tokens. */
    PADDED
  }

  /** What a graph yields. */
  public enum Result {
    /** Logits of the whole vocabulary after every token: {@code [tokens, vocabulary]}. */
    ALL_LOGITS,
    /** Logits of the whole vocabulary after the tokens asked for: {@code [outputs, vocabulary]}. */
    LOGITS,
    /**
     * Logits of a few next tokens ({@link #NEXT_TOKENS}: {@code [choices]}) after the tokens asked
     * for: {@code [outputs, choices]}. Only these rows of the head are computed.
     */
    CHOICE_LOGITS,
    /**
     * Exact log-probabilities, over the whole vocabulary, of the next tokens given for each output
     * ({@link #NEXT_TOKENS}: {@code [outputs, choices]}): {@code [outputs, choices]}.
     */
    LOG_PROBABILITIES
  }

  private final LlamaConfig config;
  private final Builder options;
  private final GraphBuilder graph;
  private final LlamaTensors tensors;
  private final Linear linear;
  private final TokenPlaces places;
  private final DecoderAttention attention;

  /** A decoder in some graph: a whole one, or the body of a loop that shares its tensors. */
  LlamaGraph(
      Builder options,
      GraphBuilder graph,
      LlamaTensors tensors,
      TokenPlaces places,
      DecoderAttention.Rows rows,
      KeyValueCache cache) {
    this.options = options;
    this.config = options.config;
    this.graph = graph;
    this.tensors = tensors;
    this.linear = new Linear(graph, tensors, options.linear, options.adaptedModules);
    this.places = places;
    this.attention = new DecoderAttention(config, graph, tensors, linear, places, rows, cache);
  }

  private static Graph build(Builder options) {
    GraphBuilder graph = new GraphBuilder(options.config.architecture().configName());
    LlamaTensors tensors = new LlamaTensors(graph, options.weights, options.compute);
    TokenPlaces places =
        TokenPlaces.of(options.tokenLayout, graph, options.result != Result.ALL_LOGITS);
    KeyValueCache cache =
        options.keyValueCache ? new KeyValueCache.Crossing(graph, options) : KeyValueCache.NONE;
    DecoderAttention.Rows rows = DecoderAttention.Rows.inputs(graph, options);
    Value result = new LlamaGraph(options, graph, tensors, places, rows, cache).result();
    graph.output(RESULT, result);
    return graph.build();
  }

  /**
   * A builder of a graph.
   *
   * @param config the shape of the model
   * @param weights the checkpoint's tensors by their Hugging Face names
   * @return the builder, with packed tokens, log-probabilities and full precision in FLOAT
   */
  public static Builder builder(LlamaConfig config, Map<String, Weight> weights) {
    return builder(config, LlamaWeights.of(weights));
  }

  /**
   * A builder of one of several graphs over the same weights.
   *
   * @param config the shape of the model
   * @param weights the checkpoint's tensors
   * @return the builder, with packed tokens, log-probabilities and full precision in FLOAT
   */
  public static Builder builder(LlamaConfig config, LlamaWeights weights) {
    return new Builder(config, weights);
  }

  /**
   * The input for the first matrix of an adapter, {@code [rank, in]}.
   *
   * @param module for example {@code model.layers.0.self_attn.q_proj}
   * @return the name
   */
  public static String adapterInputA(String module) {
    return module + ".lora_A";
  }

  /**
   * The input for the second matrix of an adapter times its scale, {@code [out, rank]}.
   *
   * @param module for example {@code model.layers.0.self_attn.q_proj}
   * @return the name
   */
  public static String adapterInputB(String module) {
    return module + ".lora_B";
  }

  /** What is asked for, as FLOAT. */
  Value result() {
    Value x = embed(places.tokenIds());
    Value h = graph.apply(new Fused.RmsNorm(epsilon()), x, norm(layer(0) + ".input_layernorm"));
    for (int index = 0; index < config.layers(); index++) {
      graph.enter(layer(index));
      boolean last = index == config.layers() - 1;
      Value attended = attention.attend(h, index, last);
      if (last) {
        // From here on only the tokens asked for matter.
        x = places.outputsOf(x);
      }
      Value mixed = linear.apply(attended, layer(index) + ".self_attn.o_proj", config.hiddenSize());
      Sum afterAttention = add(mixed, x, layer(index) + ".post_attention_layernorm");
      Value transformed = feedForward(afterAttention.normalised(), layer(index) + ".mlp");
      Sum afterMlp =
          add(transformed, afterAttention.sum(), last ? "model.norm" : inputNormAfter(index));
      h = afterMlp.normalised();
      x = afterMlp.sum();
    }
    graph.enter("head");
    return graph.cast(head(h), ElementType.FLOAT);
  }

  private static String layer(int index) {
    return "model.layers." + index;
  }

  private static String inputNormAfter(int index) {
    return layer(index + 1) + ".input_layernorm";
  }

  private float epsilon() {
    return (float) config.normEpsilon();
  }

  private Value norm(String module) {
    return tensors.get(module + ".weight", config.hiddenSize());
  }

  /** Only the rows that are needed are converted, never the whole table. */
  private Value embed(Value ids) {
    return graph.cast(graph.apply(new Layout.Gather(0), embedding(), ids), options.compute);
  }

  private Value embedding() {
    return tensors.stored("model.embed_tokens.weight", config.vocabSize(), config.hiddenSize());
  }

  /** The residual stream after an update, plain and normalised for the next block. */
  private record Sum(Value normalised, Value sum) {}

  private Sum add(Value update, Value residual, String norm) {
    List<Value> outputs =
        graph.apply(
            new Fused.AddRmsNorm(epsilon()),
            List.of(Optional.of(update), Optional.of(residual), Optional.of(norm(norm))),
            4);
    return new Sum(outputs.get(Fused.AddRmsNorm.NORMALISED), outputs.get(Fused.AddRmsNorm.SUM));
  }

  /** {@code down(silu(gate(h)) * up(h))}. */
  private Value feedForward(Value h, String module) {
    Value gate = linear.apply(h, module + ".gate_proj", config.intermediateSize());
    Value up = linear.apply(h, module + ".up_proj", config.intermediateSize());
    Value gated = graph.apply(Binary.MUL, graph.apply(new Fused.QuickGelu(1), gate), up);
    return linear.apply(gated, module + ".down_proj", config.hiddenSize());
  }

  private Value head(Value h) {
    return switch (options.result) {
      case ALL_LOGITS, LOGITS -> allLogits(h);
      case CHOICE_LOGITS -> {
        Value tokens =
            graph.input(NEXT_TOKENS, ElementType.INT64, Shape.of(Dimension.of("choices")));
        Value rows =
            graph.apply(
                new Layout.Gather(0),
                tensors.stored(headName(), config.vocabSize(), config.hiddenSize()),
                tokens);
        yield logits(h, graph.cast(rows, options.compute));
      }
      case LOG_PROBABILITIES -> logProbabilities(allLogits(h));
    };
  }

  private String headName() {
    return config.tiedEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight";
  }

  private Value allLogits(Value h) {
    return logits(h, tensors.get(headName(), config.vocabSize(), config.hiddenSize()));
  }

  private Value logits(Value h, Value rows) {
    return graph.apply(new Product.Gemm(true), h, rows);
  }

  private Value logProbabilities(Value logits) {
    Value all = graph.cast(logits, ElementType.FLOAT);
    Value tokens =
        graph.input(
            NEXT_TOKENS, ElementType.INT64, Shape.of(all.shape().get(0), Dimension.of("choices")));
    return graph.apply(
        Binary.SUB,
        graph.apply(new Layout.GatherElements(1), all, tokens),
        graph.reduce(Reduction.Kind.LOG_SUM_EXP, all));
  }

  /** Options of a graph. Not thread-safe. */
  public static final class Builder {
    final LlamaConfig config;
    final LlamaWeights weights;
    TokenLayout tokenLayout = TokenLayout.PACKED;
    Result result = Result.LOG_PROBABILITIES;
    LinearStrategy linear = LinearStrategy.FULL_PRECISION;
    ElementType compute = ElementType.FLOAT;
    Set<String> adaptedModules = Set.of();
    int contextLength;
    boolean keyValueCache;

    private Builder(LlamaConfig config, LlamaWeights weights) {
      this.config = requireNonNull(config, "config");
      this.weights = requireNonNull(weights, "weights");
      this.contextLength = config.maxPositions();
    }

    /**
     * Sets how tokens lie in memory.
     *
     * @param layout packed or padded
     * @return this builder
     */
    public Builder layout(TokenLayout layout) {
      this.tokenLayout = requireNonNull(layout, "layout");
      return this;
    }

    /**
     * Sets what the graph yields.
     *
     * @param result which positions and which rows of the head
     * @return this builder
     */
    public Builder result(Result result) {
      this.result = requireNonNull(result, "result");
      return this;
    }

    /**
     * Sets the arithmetic of the decoder layers' matrix products.
     *
     * @param linear full precision or 8-bit integers
     * @return this builder
     */
    public Builder linear(LinearStrategy linear) {
      this.linear = requireNonNull(linear, "linear");
      return this;
    }

    /**
     * Sets the type of activations. Weights stored in another type are converted when a session
     * opens.
     *
     * @param element FLOAT; FLOAT16 or BFLOAT16 for a device that computes in it
     * @return this builder
     * @throws IllegalArgumentException if it is no such type
     */
    public Builder compute(ElementType element) {
      if (!element.isFloatingPoint() || element == ElementType.DOUBLE) {
        throw new IllegalArgumentException(
            "a Llama computes in FLOAT, FLOAT16 or BFLOAT16, found " + element);
      }
      this.compute = element;
      return this;
    }

    /**
     * Sets which modules an adapter may change at run time: their matrices become inputs ({@link
     * #adapterInputA}, {@link #adapterInputB}) of any rank; {@link AdapterInputs} makes them.
     *
     * @param modules last parts of module names, for example {@code q_proj}
     * @return this builder
     * @throws IllegalArgumentException if a decoder layer has no such module
     */
    public Builder adaptedModules(Set<String> modules) {
      Set<String> known =
          Set.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");
      if (!known.containsAll(modules)) {
        throw new IllegalArgumentException(
            "an adapter can change %s, found %s".formatted(known, modules));
      }
      this.adaptedModules = Set.copyOf(modules);
      return this;
    }

    /**
     * Sets how many positions the graph can rotate; the memory of its tables grows with it.
     *
     * @param positions at least 1, at most what the model was made for
     * @return this builder
     * @throws IllegalArgumentException if there are fewer or more
     */
    public Builder contextLength(int positions) {
      if (positions < 1 || positions > config.maxPositions()) {
        throw new IllegalArgumentException(
            "the context must be 1 to %d positions, found %d"
                .formatted(config.maxPositions(), positions));
      }
      this.contextLength = positions;
      return this;
    }

    /**
     * Adds the keys and values of earlier tokens as inputs {@code past.N.key} and {@code
     * past.N.value} of {@code [rows, keyValueHeads, past, headSize]}, and those with the new ones
     * appended as outputs {@code present.N.key} and {@code present.N.value}. For generation; {@link
     * KeyValueMemory} keeps them in place. ONNX Runtime takes several rows with something in their
     * past only one token at a time.
     *
     * @return this builder
     */
    public Builder keyValueCache() {
      this.keyValueCache = true;
      return this;
    }

    /**
     * Builds the graph. With 8-bit weights this reads and rounds those that are not rounded yet.
     *
     * @return the graph
     * @throws io.github.em4j.EntityMatchingException if a tensor is missing, has another shape or
     *     cannot be read
     * @throws IllegalArgumentException if the options do not go together, or ONNX Runtime cannot
     *     compute this shape of model
     */
    public Graph build() {
      if (linear == LinearStrategy.ROWWISE_INT8 && compute != ElementType.FLOAT) {
        throw new IllegalArgumentException("8-bit products are scaled to FLOAT, found " + compute);
      }
      Graph graph = LlamaGraph.build(this);
      weights.int8().finish();
      return graph;
    }
  }
}
