package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * An operator applied to values of a graph.
 *
 * @param name unique in its graph; says where in the model it belongs
 * @param operator what it computes
 * @param inputs what from; empty where an optional input is left out
 * @param outputs what it yields
 */
public record Node(
    String name, Operator operator, List<Optional<Value>> inputs, List<Value> outputs) {

  /** Copies both lists. */
  public Node {
    requireNonNull(name, "name");
    requireNonNull(operator, "operator");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
