package io.github.em4j.onnx.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The linear layers of a decoder: {@code y = x · Wᵀ + b}, plus what an adapter adds to it. */
final class Linear {
  private final GraphBuilder graph;
  private final LlamaTensors tensors;
  private final LinearStrategy strategy;
  private final Set<String> adapted;

  /** The activations that were quantised before: projections of the same input share them. */
  private final Map<Value, QuantizedActivation> quantized = new HashMap<>();

  /** What stands for 0 in the bytes, once per token. */
  private final Map<Dimension, Value> zeroPoints = new HashMap<>();

  /** Activations as unsigned bytes around 128, and the scale of each token. */
  private record QuantizedActivation(Value bytes, Value scale) {}

  /** One of the matrices that the same input is multiplied with. */
  record Projection(String module, int out) {
    String lastName() {
      return module.substring(module.lastIndexOf('.') + 1);
    }
  }

  Linear(GraphBuilder graph, LlamaTensors tensors, LinearStrategy strategy, Set<String> adapted) {
    this.graph = graph;
    this.tensors = tensors;
    this.strategy = strategy;
    this.adapted = adapted;
  }

  /**
   * Multiplies with a module's weights.
   *
   * @param x {@code [tokens, in]}
   * @param module its path, for example {@code model.layers.0.self_attn.q_proj}
   * @param out the width of the result
   */
  Value apply(Value x, String module, int out) {
    var projection = new Projection(module, out);
    int in = width(x);
    Value y =
        switch (strategy) {
          case FULL_PRECISION -> inFullPrecision(x, projection, in);
          case ROWWISE_INT8 -> inInt8(x, List.of(projection), in);
        };
    return adapted.contains(projection.lastName())
        ? graph.apply(Binary.ADD, y, lowRankUpdate(x, module, out, in))
        : y;
  }

  /**
   * Multiplies with the weights of several modules in one product.
   *
   * @return the results side by side; empty where the weights would have to be copied for it, or an
   *     adapter changes a module on its own
   */
  Optional<Value> applyTogether(Value x, List<Projection> projections) {
    return strategy == LinearStrategy.ROWWISE_INT8
            && projections.stream().noneMatch(each -> adapted.contains(each.lastName()))
        ? Optional.of(inInt8(x, projections, width(x)))
        : Optional.empty();
  }

  private static int width(Value x) {
    return Math.toIntExact(x.shape().get(-1).coefficient());
  }

  private Value inFullPrecision(Value x, Projection projection, int in) {
    Value weight = tensors.get(projection.module() + ".weight", projection.out(), in);
    return bias(projection)
        .map(bias -> graph.apply(new Product.Gemm(true), x, weight, bias))
        .orElseGet(() -> graph.apply(new Product.Gemm(true), x, weight));
  }

  private Optional<Value> bias(Projection projection) {
    return tensors.optional(projection.module() + ".bias", projection.out());
  }

  private Value inInt8(Value x, List<Projection> projections, int in) {
    QuantizedActivation activation = quantized.computeIfAbsent(x, this::quantize);
    String name = projections.stream().map(Projection::module).collect(Collectors.joining("+"));
    RowwiseInt8Weight weight =
        tensors.rounded(
            name,
            () ->
                projections.stream()
                    .map(each -> tensors.source(each.module() + ".weight", each.out(), in))
                    .toList(),
            in);
    Value product =
        graph.apply(
            new Product.MatMulIntegerToFloat(),
            activation.bytes(),
            weight.bytes(graph, name),
            graph.number(1),
            weight.scales(graph, name),
            RowwiseInt8Weight.zeroPoint(graph));
    Value y = graph.apply(Binary.MUL, product, activation.scale());
    List<Value> biases = projections.stream().flatMap(each -> bias(each).stream()).toList();
    if (biases.isEmpty()) {
      return y;
    }
    return graph.apply(Binary.ADD, y, graph.concat(0, biases));
  }

  /** One scale per token: the largest magnitude becomes 127. */
  private QuantizedActivation quantize(Value x) {
    Value largest =
        graph.apply(
            Binary.MAX,
            graph.reduce(Reduction.Kind.MAX, x),
            graph.apply(Unary.NEG, graph.reduce(Reduction.Kind.MIN, x)));
    Value scale =
        graph.apply(
            Binary.MAX,
            graph.apply(Binary.MUL, largest, graph.number(1f / 127)),
            graph.number(1e-12f));
    Value scales = graph.reshape(scale, Shape.of(x.shape().get(0)));
    // Unsigned times signed is the fast kernel.
    return new QuantizedActivation(
        graph.apply(new QuantizeLinear(0), x, scales, zeroPoints(scales)), scale);
  }

  private Value zeroPoints(Value scales) {
    return zeroPoints.computeIfAbsent(
        scales.shape().get(0),
        tokens ->
            graph.apply(
                new Layout.Expand(Shape.of(tokens)),
                RowwiseInt8Weight.zeroPoint(graph),
                graph.apply(new Layout.ShapeOf(0, 1), scales)));
  }

  /** {@code x · Aᵀ · Bᵀ} of a LoRA adapter, whose matrices are inputs of the graph. */
  private Value lowRankUpdate(Value x, String module, int out, int in) {
    Dimension rank = Dimension.of("rank_of_" + module);
    Value a =
        tensors.input(
            LlamaGraph.adapterInputA(module), x.element(), Shape.of(rank, Dimension.of(in)));
    Value b =
        tensors.input(
            LlamaGraph.adapterInputB(module), x.element(), Shape.of(Dimension.of(out), rank));
    Product byRows = new Product.Gemm(true);
    return graph.apply(byRows, graph.apply(byRows, x, a), b);
  }
}
