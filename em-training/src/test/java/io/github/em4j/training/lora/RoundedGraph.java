package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Initializer;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Node;
import io.github.em4j.onnx.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph that computes in BFLOAT16 as one that the CPU can run: whatever an operator yields in
 * that type is computed in FLOAT and then rounded, as kernels on a GPU do that add up in FLOAT.
 */
final class RoundedGraph {
  private final GraphBuilder graph;
  private final Map<Value, Value> values = new HashMap<>();

  private RoundedGraph(String name) {
    graph = new GraphBuilder(name);
  }

  static Graph of(Graph halfPrecise) {
    RoundedGraph result = new RoundedGraph(halfPrecise.name());
    halfPrecise
        .inputs()
        .forEach(
            input ->
                result.values.put(
                    input, result.graph.input(input.name(), input.element(), input.shape())));
    halfPrecise.initializers().forEach(result::constant);
    for (Node node : halfPrecise.nodes()) {
      if (halfPrecise.outputs().contains(node.outputs().get(0))) {
        Value of = result.of(node.inputs().get(0).orElseThrow());
        result.graph.output(node.outputs().get(0).name(), of);
      } else {
        result.node(node);
      }
    }
    return result.graph.build();
  }

  private void constant(Initializer initializer) {
    Value same =
        graph.constant(initializer.value().name(), initializer.value().type(), initializer.data());
    boolean half = same.element() == ElementType.BFLOAT16;
    values.put(initializer.value(), half ? graph.cast(same, ElementType.FLOAT) : same);
  }

  private Value of(Value value) {
    return requireNonNull(values.get(value), value.name());
  }

  private void node(Node node) {
    List<Value> outputs = new ArrayList<>();
    if (node.operator() instanceof Layout.Cast cast) {
      boolean half = cast.to() == ElementType.BFLOAT16;
      outputs.add(
          graph.cast(of(node.inputs().get(0).orElseThrow()), half ? ElementType.FLOAT : cast.to()));
    } else {
      List<Optional<Value>> inputs =
          node.inputs().stream().map(input -> input.map(this::of)).toList();
      outputs.addAll(graph.apply(node.operator(), inputs, node.outputs().size()));
    }
    for (int i = 0; i < outputs.size(); i++) {
      Value of = node.outputs().get(i);
      boolean half = of.element() == ElementType.BFLOAT16;
      values.put(of, half ? rounded(outputs.get(i)) : outputs.get(i));
    }
  }

  private Value rounded(Value x) {
    return graph.cast(graph.cast(x, ElementType.BFLOAT16), ElementType.FLOAT);
  }
}
