package io.github.em4j.onnx.graph;

import io.github.em4j.EntityMatchingException;
import java.util.Map;
import java.util.Optional;

/** The tensors of a checkpoint by name, checked against the shape that the model asks for. */
final class LlamaTensors {
  private final GraphBuilder graph;
  private final Map<String, Weight> weights;
  private final ElementType compute;

  LlamaTensors(GraphBuilder graph, Map<String, Weight> weights, ElementType compute) {
    this.graph = graph;
    this.weights = weights;
    this.compute = compute;
  }

  /** A tensor in the type that the graph computes in. */
  Value get(String name, long... shape) {
    return graph.cast(stored(name, shape), compute);
  }

  /** A tensor in the type that the checkpoint stores. */
  Value stored(String name, long... shape) {
    return graph.weight(name, source(name, shape));
  }

  Optional<Value> optional(String name, long... shape) {
    return weights.containsKey(name) ? Optional.of(get(name, shape)) : Optional.empty();
  }

  Weight source(String name, long... shape) {
    Weight weight = weights.get(name);
    if (weight == null) {
      throw new EntityMatchingException(
          "the checkpoint lacks the tensor '%s' of %s".formatted(name, Shape.of(shape)));
    }
    if (!weight.type().shape().equals(Shape.of(shape))) {
      throw new EntityMatchingException(
          "the tensor '%s' must be %s, found %s"
              .formatted(name, Shape.of(shape), weight.type().shape()));
    }
    return weight;
  }
}
