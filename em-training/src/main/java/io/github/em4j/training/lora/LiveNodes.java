package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.Node;
import io.github.em4j.onnx.graph.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Leaves out of a graph what none of its outputs needs; the inputs stay. */
final class LiveNodes {
  private LiveNodes() {}

  static Graph of(Graph graph) {
    Set<Value> needed = new HashSet<>(graph.outputs());
    Deque<Node> live = new ArrayDeque<>();
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.outputs().stream().anyMatch(needed::contains)) {
        live.addFirst(node);
        node.inputs().forEach(input -> input.ifPresent(needed::add));
      }
    }
    return new Graph(
        graph.name(),
        graph.inputs(),
        graph.initializers().stream()
            .filter(initializer -> needed.contains(initializer.value()))
            .toList(),
        List.copyOf(live),
        graph.outputs());
  }
}
