package io.github.em4j.onnx.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The tensors of a checkpoint by name, checked against the shape that the model asks for. They are
 * values of the outermost graph, which bodies share.
 */
final class LlamaTensors {
  private final GraphBuilder graph;
  private final LlamaWeights weights;
  private final ElementType compute;
  private final Map<String, Value> converted = new HashMap<>();
  private final Map<String, Value> inputs = new HashMap<>();

  LlamaTensors(GraphBuilder graph, LlamaWeights weights, ElementType compute) {
    this.graph = graph;
    this.weights = weights;
    this.compute = compute;
  }

  /** A tensor in the type that the graph computes in, converted once. */
  Value get(String name, long... shape) {
    Value stored = stored(name, shape);
    return converted.computeIfAbsent(name, n -> graph.cast(stored, compute));
  }

  /** An input of the whole graph, whichever part of it asks first. */
  Value input(String name, ElementType element, Shape shape) {
    return inputs.computeIfAbsent(name, n -> graph.input(n, element, shape));
  }

  /** A tensor in the type that the checkpoint stores. */
  Value stored(String name, long... shape) {
    return graph.weight(name, source(name, shape));
  }

  Optional<Value> optional(String name, long... shape) {
    return weights.contains(name) ? Optional.of(get(name, shape)) : Optional.empty();
  }

  Weight source(String name, long... shape) {
    return weights.get(name, shape);
  }

  /** Matrices rounded to 8 bits under a name of their own. */
  RowwiseInt8Weight rounded(String name, Supplier<List<Weight>> matrices, int in) {
    return weights.int8().get(name, matrices, in);
  }
}
