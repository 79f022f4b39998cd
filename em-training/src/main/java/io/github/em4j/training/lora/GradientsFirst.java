package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.Node;
import io.github.em4j.onnx.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Orders a differentiated graph so that a trainable gradient is computed as soon as it can be, and
 * what it needs is given back, before the way back goes on.
 *
 * <p>Of the nodes that no other node reads ONNX Runtime takes the one first that stands last, and
 * computes what it needs and nothing else; then the one before it. So these nodes are put at the
 * end, in the reverse of the order in which they were made.
 */
final class GradientsFirst {
  private GradientsFirst() {}

  /**
   * Orders the nodes.
   *
   * @param graph whose outputs are values under other names, as {@code GraphBuilder.output} makes
   *     them; ONNX Runtime leaves out the nodes that only rename
   */
  static Graph of(Graph graph) {
    Set<Value> outputs = new HashSet<>(graph.outputs());
    List<Node> renaming =
        graph.nodes().stream().filter(node -> outputs.containsAll(node.outputs())).toList();
    List<Node> computing =
        graph.nodes().stream().filter(node -> !outputs.containsAll(node.outputs())).toList();
    Set<Value> read = new HashSet<>();
    computing.forEach(node -> node.inputs().forEach(input -> input.ifPresent(read::add)));
    List<Node> ordered = new ArrayList<>();
    Deque<Node> unread = new ArrayDeque<>();
    for (Node node : computing) {
      if (node.outputs().stream().anyMatch(read::contains)) {
        ordered.add(node);
      } else {
        unread.addFirst(node);
      }
    }
    ordered.addAll(unread);
    ordered.addAll(renaming);
    return new Graph(graph.name(), graph.inputs(), graph.initializers(), ordered, graph.outputs());
  }
}
