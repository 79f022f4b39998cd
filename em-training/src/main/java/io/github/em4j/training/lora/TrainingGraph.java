package io.github.em4j.training.lora;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.Fused;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Product;
import io.github.em4j.onnx.graph.Reduction;
import io.github.em4j.onnx.graph.RotaryTable;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.Softmax;
import io.github.em4j.onnx.graph.Value;
import io.github.em4j.onnx.graph.Weight;
import io.github.em4j.training.lora.DecoderParameters.LinearLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Llama-like decoder from token ids to the loss, of operators that {@link GradientRules} knows.
 *
 * @param forward the graph; its output {@link #LOSS} is the weighted sum of cross entropies
 * @param parameters the shapes of the trainable inputs, in the order of the computation
 * @param dropoutPlaces how many windows of {@link Dropout} it takes, 0 for none
 */
record TrainingGraph(Graph forward, Map<String, long[]> parameters, int dropoutPlaces) {
  /** The sum of weight times cross entropy over all targets, FLOAT scalar. */
  static final String LOSS = "loss";

  /** The tokens after which something is asked, each once, INT64 {@code [outputs]}. */
  static final String OUTPUT_TOKENS = "output_tokens";

  /** Which of the output tokens a target follows, INT64 {@code [targets]}. */
  static final String TARGET_OUTPUTS = "target_outputs";

  /** The ids of the next tokens, INT64 {@code [targets, 1]}. */
  static final String TARGETS = "targets";

  /** What each target counts, FLOAT {@code [targets, 1]}. */
  static final String TARGET_WEIGHTS = "target_weights";

  /**
   * In front of the inputs of the auxiliary head that correspond to those of the language model.
   */
  static final String AUXILIARY = "auxiliary_";

  /** The parameter of the auxiliary head, {@code [classes, hidden]}. */
  static final String AUXILIARY_HEAD = "auxiliary_head.weight";

  private static final Dimension OUTPUTS = Dimension.of("outputs");

  /** How many times as much is taken off hidden scores where they may be large. */
  private static final float DEEPER = 1000;

  /** How far below the largest score one counts nothing: its weight is less than 1e-34. */
  private static final float RANGE = 80;

  /** Of queries, keys and values by row. */
  private static final int POSITIONS_AXIS = 3;

  /** A model as it is built: at four places of each layer an update may drop its input. */
  private static final int DROPOUT_PLACES_PER_LAYER = 4;

  /**
   * Builds the graph.
   *
   * @param config the shape of the model
   * @param weights the checkpoint's tensors by their Hugging Face names
   * @param trainable what is an input instead of a constant
   * @param positions how long an example may be
   * @param auxiliaryClasses how many classes the auxiliary head tells apart, 0 for no such head
   * @param compute the type of frozen weights and activations: FLOAT, or a type of 16 bits. The
   *     trainable inputs and their gradients, the statistics of the norms, cross entropy and loss
   *     are FLOAT whatever it is
   * @param spans how many spans attention cuts examples into
   */
  static TrainingGraph of(
      LlamaConfig config,
      Map<String, Weight> weights,
      Trainable trainable,
      int positions,
      int auxiliaryClasses,
      ElementType compute,
      int spans) {
    return new Equations(config, weights, trainable, positions, compute, spans)
        .build(auxiliaryClasses);
  }

  /** The graph of the options of a session. */
  static TrainingGraph of(TrainingSessionBuilder options, Trainable trainable) {
    return of(
        options.config,
        options.weights,
        trainable,
        options.maxLength,
        options.auxiliaryClasses,
        options.arithmetic().compute(),
        options.spans());
  }

  /** The equations of the model. */
  private static final class Equations {
    private final LlamaConfig config;
    private final ElementType compute;
    private final GraphBuilder graph;
    private final PackedTokens tokens;
    private final DecoderParameters parameters;
    private final Value outputTokens;
    private final Value cosines;
    private final Value sines;
    private final int dropoutPlaces;

    Equations(
        LlamaConfig config,
        Map<String, Weight> weights,
        Trainable trainable,
        int positions,
        ElementType compute,
        int spans) {
      this.config = config;
      this.compute = compute;
      graph = new GraphBuilder(config.architecture().configName() + ".training");
      graph.enter("inputs");
      tokens = new PackedTokens(graph, compute, config.heads(), config.keyValueHeads(), spans);
      outputTokens = graph.input(OUTPUT_TOKENS, ElementType.INT64, Shape.of(OUTPUTS));
      RotaryTable rotation = RotaryTable.of(config, positions);
      cosines = graph.cast(rotation.cosines(graph), compute);
      sines = graph.cast(rotation.sines(graph), compute);
      boolean drops = trainable instanceof Trainable.Lora lora && lora.config().dropout() > 0;
      dropoutPlaces = drops ? DROPOUT_PLACES_PER_LAYER * config.layers() : 0;
      Dropout dropout =
          drops
              ? Dropout.windows(
                  graph, new RuntimeSizes(graph, List.of(tokens.ids, outputTokens)), dropoutPlaces)
              : Dropout.none();
      parameters = new DecoderParameters(graph, weights, trainable, dropout, compute);
    }

    TrainingGraph build(int auxiliaryClasses) {
      graph.enter("embedding");
      Value x = graph.apply(new Layout.Gather(0), embedding(), tokens.ids);
      for (int index = 0; index < config.layers(); index++) {
        String layer = "model.layers." + index;
        graph.enter(layer);
        Value h = norm(x, layer + ".input_layernorm");
        Value attended = attend(h, layer + ".self_attn");
        if (index == config.layers() - 1) {
          // From here on only the tokens asked for matter.
          attended = graph.apply(new Layout.Gather(0), attended, outputTokens);
          x = graph.apply(new Layout.Gather(0), x, outputTokens);
        }
        LinearLayer output = layer(layer + ".self_attn.o_proj", config.hiddenSize());
        x = add(x, parameters.linear(attended, output));
        x = add(x, feedForward(norm(x, layer + ".post_attention_layernorm"), layer + ".mlp"));
      }
      graph.enter("head");
      Value h = norm(x, "model.norm");
      CrossEntropy entropy = new CrossEntropy(graph, parameters, compute);
      Value loss = entropy.of(h, head(), "");
      if (auxiliaryClasses > 0) {
        Value classes = parameters.input(AUXILIARY_HEAD, auxiliaryClasses, config.hiddenSize());
        loss = add(loss, entropy.of(h, classes, AUXILIARY));
      }
      graph.output(LOSS, loss);
      return new TrainingGraph(graph.build(), shapes(), dropoutPlaces);
    }

    private Map<String, long[]> shapes() {
      Map<String, long[]> shapes = new LinkedHashMap<>();
      parameters
          .inputs()
          .forEach(
              (name, value) ->
                  shapes.put(
                      name,
                      value.shape().dimensions().stream()
                          .mapToLong(Dimension::coefficient)
                          .toArray()));
      return shapes;
    }

    private Value embedding() {
      return parameters.get("model.embed_tokens.weight", config.vocabSize(), config.hiddenSize());
    }

    private Value head() {
      return config.tiedEmbeddings()
          ? embedding()
          : parameters.get("lm_head.weight", config.vocabSize(), config.hiddenSize());
    }

    /** {@code x / rms(x) ⊙ w}. */
    private Value norm(Value x, String module) {
      Value w = parameters.get(module + ".weight", x.shape().get(-1).coefficient());
      return graph
          .apply(
              new Fused.RmsNorm((float) config.normEpsilon()),
              List.of(Optional.of(x), Optional.of(w)),
              2)
          .get(0);
    }

    private static LinearLayer layer(String module, long out) {
      return new LinearLayer(module, out, false);
    }

    /** {@code softmax(rotate(q) · rotate(k)ᵀ / √size + mask) · v}, before the output projection. */
    private Value attend(Value h, String module) {
      int heads = config.heads();
      int shared = config.keyValueHeads();
      List<Value> projected =
          parameters.linear(
              h,
              List.of(
                  projection(module + ".q_proj", heads),
                  projection(module + ".k_proj", shared),
                  projection(module + ".v_proj", shared)));
      Value q = rotate(normHeads(projected.get(0), module + ".q_norm"));
      Value k = rotate(normHeads(projected.get(1), module + ".k_norm"));
      Value v = projected.get(2);
      List<Value> queries = tokens.toSpans(q);
      // Those of the last span see all, those before it only what lies before.
      Value keys = tokens.toRows(k);
      Value values = tokens.toRows(v);
      List<Value> attended = new ArrayList<>();
      for (int span = tokens.spans - 1; span >= 0; span--) {
        keys = tokens.first(keys, POSITIONS_AXIS, span + 1);
        values = tokens.first(values, POSITIONS_AXIS, span + 1);
        attended.add(0, attend(queries.get(span), keys, values, tokens.mask(span)));
      }
      return tokens.toTokens(attended);
    }

    private Value attend(Value queries, Value keys, Value values, Value mask) {
      Dimension seen = keys.shape().get(POSITIONS_AXIS);
      // Query heads of a group are laid out as further positions of their key and value head.
      Value grouped = graph.reshape(queries, grouped(Dimension.of(config.headSize())));
      float scale = (float) (1 / Math.sqrt(config.headSize()));
      Value scores = parameters.product(grouped, keys, scale);
      Value masked = masked(graph.reshape(scores, byHead(seen)), mask);
      Value weights = graph.reshape(graph.apply(new Softmax(), masked), grouped(seen));
      return graph.apply(new Product.MatMul(), weights, values);
    }

    /**
     * Scores without those of later positions. The biases of Qwen2 make scores that differ by
     * hundreds, more than {@link PackedTokens#HIDDEN} takes off; there, what is hidden is set to
     * the least that is no denormal number after the softmax.
     */
    private Value masked(Value scores, Value mask) {
      if (!config.queryKeyValueBias()) {
        return add(scores, mask);
      }
      Value deeper = graph.apply(Binary.MUL, mask, graph.number(DEEPER, scores.element()));
      Value masked = add(scores, deeper);
      Value largest = graph.apply(new Detached(), largest(masked));
      Value least = graph.apply(Binary.SUB, largest, graph.number(RANGE));
      return graph.apply(new Floored(), masked, graph.cast(least, masked.element()));
    }

    private Shape grouped(Dimension width) {
      Dimension group = Dimension.of(config.heads() / config.keyValueHeads());
      return Shape.of(
          Dimension.of(1),
          PackedTokens.ROWS,
          Dimension.of(config.keyValueHeads()),
          group.times(PackedTokens.SPAN),
          width);
    }

    private Shape byHead(Dimension seen) {
      return Shape.of(
          Dimension.of(1),
          PackedTokens.ROWS,
          Dimension.of(config.heads()),
          PackedTokens.SPAN,
          seen);
    }

    private LinearLayer projection(String module, int heads) {
      return new LinearLayer(module, (long) heads * config.headSize(), config.queryKeyValueBias());
    }

    /** Qwen3: RMSNorm over each head on its own. */
    private Value normHeads(Value x, String module) {
      if (!config.queryKeyNorm()) {
        return x;
      }
      Dimension heads = Dimension.of(x.shape().get(-1).coefficient() / config.headSize());
      Shape byHead = Shape.of(x.shape().get(0), heads, Dimension.of(config.headSize()));
      return graph.reshape(norm(graph.reshape(x, byHead), module), x.shape());
    }

    private Value rotate(Value x) {
      // One token a row, as the operator wants no more positions in a row than the table has.
      Shape alone = Shape.of(x.shape().get(0), Dimension.of(1), x.shape().get(1));
      Value rotated =
          graph.apply(
              new Fused.RotaryEmbedding(),
              graph.reshape(x, alone),
              tokens.positions,
              cosines,
              sines);
      return graph.reshape(rotated, x.shape());
    }

    /** {@code down(silu(gate(h)) ⊙ up(h))}. */
    private Value feedForward(Value h, String module) {
      List<Value> wide =
          parameters.linear(
              h,
              List.of(
                  layer(module + ".gate_proj", config.intermediateSize()),
                  layer(module + ".up_proj", config.intermediateSize())));
      Value gate = graph.apply(new Fused.QuickGelu(1), wide.get(0));
      Value gated = graph.apply(Binary.MUL, gate, wide.get(1));
      return parameters.linear(gated, layer(module + ".down_proj", config.hiddenSize()));
    }

    /** In FLOAT: CUDA has no other for BFLOAT16. */
    private Value largest(Value x) {
      return graph.reduce(Reduction.Kind.MAX, graph.cast(x, ElementType.FLOAT));
    }

    private Value add(Value a, Value b) {
      return graph.apply(Binary.ADD, a, b);
    }
  }
}
