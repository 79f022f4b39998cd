package io.github.em4j.onnx.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The linear layers of a decoder: {@code y = x · Wᵀ + b}, plus what an adapter adds to it. */
final class Linear {
  private final GraphBuilder graph;
  private final LlamaTensors tensors;
  private final LinearStrategy strategy;
  private final Set<String> adapted;

  /** The activations that were quantised before: projections of the same input share them. */
  private final Map<Value, QuantizedActivation> quantized = new HashMap<>();

  /** Activations as unsigned bytes around 128, and the scale of each token. */
  private record QuantizedActivation(Value bytes, Value scale) {}

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
    int in = Math.toIntExact(x.shape().get(-1).coefficient());
    Value y =
        switch (strategy) {
          case FULL_PRECISION -> inFullPrecision(x, module, out, in);
          case ROWWISE_INT8 -> inInt8(x, module, out, in);
        };
    String name = module.substring(module.lastIndexOf('.') + 1);
    return adapted.contains(name)
        ? graph.apply(Binary.ADD, y, lowRankUpdate(x, module, out, in))
        : y;
  }

  private Value inFullPrecision(Value x, String module, int out, int in) {
    Value weight = tensors.get(module + ".weight", out, in);
    return bias(module, out)
        .map(bias -> graph.apply(new Product.Gemm(true), x, weight, bias))
        .orElseGet(() -> graph.apply(new Product.Gemm(true), x, weight));
  }

  private Optional<Value> bias(String module, int out) {
    return tensors.optional(module + ".bias", out);
  }

  private Value inInt8(Value x, String module, int out, int in) {
    QuantizedActivation activation = quantized.computeIfAbsent(x, this::quantize);
    RowwiseInt8Weight weight = tensors.rounded(module + ".weight", out, in);
    Value product =
        graph.apply(
            new Product.MatMulIntegerToFloat(),
            activation.bytes(),
            weight.bytes(graph, module),
            graph.number(1),
            weight.scales(graph, module),
            RowwiseInt8Weight.zeroPoint(graph));
    Value y = graph.apply(Binary.MUL, product, activation.scale());
    return bias(module, out).map(bias -> graph.apply(Binary.ADD, y, bias)).orElse(y);
  }

  /** One scale per token: the largest magnitude becomes 127. */
  private QuantizedActivation quantize(Value x) {
    Value largest = graph.reduce(Reduction.Kind.MAX, graph.apply(Unary.ABS, x));
    Value scale =
        graph.apply(
            Binary.MAX,
            graph.apply(Binary.MUL, largest, graph.number(1f / 127)),
            graph.number(1e-12f));
    // Conversion cuts off towards zero; the half rounds, and unsigned times signed is the fast
    // kernel.
    Value shifted =
        graph.apply(Binary.ADD, graph.apply(Binary.DIV, x, scale), graph.number(128.5f));
    return new QuantizedActivation(graph.cast(shifted, ElementType.UINT8), scale);
  }

  /** {@code x · Aᵀ · Bᵀ} of a LoRA adapter, whose matrices are inputs of the graph. */
  private Value lowRankUpdate(Value x, String module, int out, int in) {
    Dimension rank = Dimension.of("rank_of_" + module);
    Value a =
        graph.input(
            LlamaGraph.adapterInputA(module), x.element(), Shape.of(rank, Dimension.of(in)));
    Value b =
        graph.input(
            LlamaGraph.adapterInputB(module), x.element(), Shape.of(Dimension.of(out), rank));
    Product byRows = new Product.Gemm(true);
    return graph.apply(byRows, graph.apply(byRows, x, a), b);
  }
}
