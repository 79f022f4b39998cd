package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Comparison;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Total;
import io.github.em4j.onnx.graph.Value;
import java.util.List;

/**
 * A zero that is there only when other values are: added to a value, it keeps ONNX Runtime from
 * computing what follows before them. It is zero whatever the values are: the sum of no numbers;
 * or, for CUDA, which refuses to sum no numbers, whether the sum of a row is more than infinite.
 */
final class OrderingToken {
  private final GraphBuilder graph;
  private final boolean ofNothing;

  /**
   * Tokens in a graph.
   *
   * @param ofNothing whether what runs the graph can sum no numbers
   */
  OrderingToken(GraphBuilder graph, boolean ofNothing) {
    this.graph = graph;
    this.ofNothing = ofNothing;
  }

  /** The token that is there after all these values, a FLOAT scalar. */
  Value after(List<Value> values) {
    return values.stream()
        .map(value -> ofNothing ? sumOfNothing(value) : isBeyondInfinity(value))
        .reduce((a, b) -> graph.apply(Binary.ADD, a, b))
        .orElseThrow();
  }

  private Value sumOfNothing(Value value) {
    return graph.cast(graph.apply(new Total(), cut(value, 0)), ElementType.FLOAT);
  }

  private Value isBeyondInfinity(Value value) {
    Value row = graph.cast(cut(value, 1), ElementType.FLOAT);
    Value infinite = graph.number(Float.POSITIVE_INFINITY);
    Value never = graph.apply(Comparison.GREATER, graph.apply(new Total(), row), infinite);
    return graph.cast(never, ElementType.FLOAT);
  }

  private Value cut(Value value, int rows) {
    if (value.shape().rank() == 0) {
      return value;
    }
    Value zero = graph.numbers(0);
    return graph.apply(
        new Layout.Slice(0, Dimension.of(rows)), value, zero, graph.numbers(rows), zero);
  }

  /** The same value, available only after the token. */
  Value tie(Value value, Value token) {
    return graph.apply(Binary.ADD, value, graph.cast(token, value.element()));
  }
}
