package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Total;
import io.github.em4j.onnx.graph.Value;
import java.util.List;

/**
 * A zero that is there only when other values are: added to a value, it keeps ONNX Runtime from
 * computing what follows before them. It is the sum of no numbers, so it is zero whatever the
 * values are.
 */
final class OrderingToken {
  private final GraphBuilder graph;

  OrderingToken(GraphBuilder graph) {
    this.graph = graph;
  }

  /** The token that is there after all these values, a FLOAT scalar. */
  Value after(List<Value> values) {
    return values.stream()
        .map(this::after)
        .reduce((a, b) -> graph.apply(Binary.ADD, a, b))
        .orElseThrow();
  }

  private Value after(Value value) {
    Value zero = graph.numbers(0);
    Value nothing =
        value.shape().rank() == 0
            ? value
            : graph.apply(new Layout.Slice(0, Dimension.of(0)), value, zero, zero, zero);
    return graph.apply(new Total(), nothing);
  }

  /** The same value, available only after the token. */
  Value tie(Value value, Value token) {
    return graph.apply(Binary.ADD, value, graph.cast(token, value.element()));
  }
}
