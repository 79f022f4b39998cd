package io.github.em4j.onnx.graph;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Causal self-attention of a decoder layer, from the normalised stream to the heads' outputs. */
final class DecoderAttention {
  private final LlamaConfig config;
  private final GraphBuilder graph;
  private final LlamaTensors tensors;
  private final Linear linear;
  private final TokenPlaces places;
  private final Rows rows;
  private final KeyValueCache cache;

  /**
   * What attention needs to know of its rows.
   *
   * @param lastPositions the length of each row minus one
   * @param longest the length of the longest
   * @param cosines the rotation of each position, likewise {@code sines}
   */
  record Rows(Value lastPositions, Value longest, Value cosines, Value sines) {

    /** As inputs of a graph. */
    static Rows inputs(GraphBuilder graph, LlamaGraph.Builder options) {
      Value lastPositions =
          graph.input(LlamaGraph.LAST_POSITIONS, ElementType.INT32, Shape.of(TokenPlaces.ROWS));
      Value longest = graph.input(LlamaGraph.LONGEST, ElementType.INT32, Shape.SCALAR);
      RotaryTable rotation = options.weights.rotation(options.config, options.contextLength);
      return new Rows(
          lastPositions,
          longest,
          graph.cast(rotation.cosines(graph), options.compute),
          graph.cast(rotation.sines(graph), options.compute));
    }
  }

  DecoderAttention(
      LlamaConfig config,
      GraphBuilder graph,
      LlamaTensors tensors,
      Linear linear,
      TokenPlaces places,
      Rows rows,
      KeyValueCache cache) {
    this.config = config;
    this.graph = graph;
    this.tensors = tensors;
    this.linear = linear;
    this.places = places;
    this.rows = rows;
    this.cache = cache;
  }

  /**
   * {@code softmax(rotate(q) · rotate(k)ᵀ / sqrt(size)) · v}, before the output projection.
   *
   * @param h the normalised stream, {@code [tokens, hidden]}
   * @return {@code [tokens, heads · size]}, or only the outputs asked for
   */
  Value attend(Value h, int layer, boolean outputsOnly) {
    String module = "model.layers." + layer + ".self_attn";
    List<Optional<Value>> inputs = new ArrayList<>(queryKeyValue(h, module));
    inputs.addAll(
        List.of(
            cache.past(layer + ".key"),
            cache.past(layer + ".value"),
            Optional.of(rows.lastPositions()),
            Optional.of(rows.longest()),
            Optional.of(rows.cosines()),
            Optional.of(rows.sines())));
    List<Value> outputs =
        graph.apply(
            new Fused.GroupQueryAttention(
                config.heads(), config.keyValueHeads(), config.headSize()),
            inputs,
            3);
    cache.keep(layer + ".key", outputs.get(1));
    cache.keep(layer + ".value", outputs.get(2));
    return outputsOnly ? places.collectOutputs(outputs.get(0)) : places.collect(outputs.get(0));
  }

  /** Queries, keys and values; all in the first where one product yields them side by side. */
  private List<Optional<Value>> queryKeyValue(Value h, String module) {
    var q = projection(module + ".q_proj", config.heads());
    var k = projection(module + ".k_proj", config.keyValueHeads());
    var v = projection(module + ".v_proj", config.keyValueHeads());
    Optional<Value> together =
        config.queryKeyNorm() ? Optional.empty() : linear.applyTogether(h, List.of(q, k, v));
    if (together.isPresent()) {
      return List.of(together.map(places::expand), Optional.empty(), Optional.empty());
    }
    return Stream.of(
            normHeads(linear.apply(h, q.module(), q.out()), module + ".q_norm"),
            normHeads(linear.apply(h, k.module(), k.out()), module + ".k_norm"),
            linear.apply(h, v.module(), v.out()))
        .map(value -> Optional.of(places.expand(value)))
        .toList();
  }

  private Linear.Projection projection(String module, int heads) {
    int out = heads * config.headSize();
    if (config.queryKeyValueBias()) {
      // An optional bias elsewhere; here the configuration promises it.
      tensors.source(module + ".bias", out);
    }
    return new Linear.Projection(module, out);
  }

  /** Qwen3: RMSNorm over each head on its own. */
  private Value normHeads(Value x, String module) {
    if (!config.queryKeyNorm()) {
      return x;
    }
    Dimension width = x.shape().get(-1);
    Dimension heads = Dimension.of(width.coefficient() / config.headSize());
    Value byHead =
        graph.reshape(x, Shape.of(x.shape().get(0), heads, Dimension.of(config.headSize())));
    Value normalised =
        graph.apply(
            new Fused.RmsNorm((float) config.normEpsilon()),
            byHead,
            tensors.get(module + ".weight", config.headSize()));
    return graph.reshape(normalised, x.shape());
  }
}
