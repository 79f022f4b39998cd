package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shapes as whole numbers in a graph. A size that is known only at run time is read from an input
 * of the graph: reading it from an activation would keep that alive.
 */
final class RuntimeSizes {
  private final GraphBuilder graph;
  private final List<Value> inputs;
  private final Map<Shape, Value> known = new HashMap<>();

  RuntimeSizes(GraphBuilder graph, List<Value> inputs) {
    this.graph = graph;
    this.inputs = List.copyOf(inputs);
  }

  /** The sizes of a shape, INT64 {@code [rank]}. */
  Value of(Shape shape) {
    if (shape.isFixed()) {
      return graph.numbers(shape.dimensions().stream().mapToLong(Dimension::coefficient).toArray());
    }
    return known.computeIfAbsent(shape, this::read);
  }

  private Value read(Shape shape) {
    return graph.concat(0, shape.dimensions().stream().map(this::size).toList());
  }

  private Value size(Dimension dimension) {
    Value product = graph.numbers(dimension.coefficient());
    for (String symbol : dimension.symbols()) {
      product = graph.apply(Binary.MUL, product, size(symbol));
    }
    return product;
  }

  private Value size(String symbol) {
    for (Value input : inputs) {
      int axis = input.shape().dimensions().indexOf(Dimension.of(symbol));
      if (axis >= 0) {
        return graph.apply(new Layout.ShapeOf(axis, axis + 1), input);
      }
    }
    throw new IllegalArgumentException("no input has the size '" + symbol + "'");
  }
}
