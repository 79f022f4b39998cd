package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.StoredTensor;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A checked ONNX graph: every value that a node reads is an input, an initializer, the output of an
 * earlier node or, in the body of an operator, such a value of the graph around. Made by {@link
 * GraphBuilder}; immutable.
 *
 * @param name what it computes
 * @param inputs what a run takes
 * @param initializers the constants
 * @param nodes in an order in which they can be computed
 * @param outputs what a run yields
 */
public record Graph(
    String name,
    List<Value> inputs,
    List<Initializer> initializers,
    List<Node> nodes,
    List<Value> outputs) {

  /** Copies the lists. */
  public Graph {
    requireNonNull(name, "name");
    inputs = List.copyOf(inputs);
    initializers = List.copyOf(initializers);
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
  }

  /**
   * The graph in ONNX's file format (IR version 10, operator set 21). Tensors {@linkplain
   * TensorData.InFile in files} are written as references to them, tensors {@linkplain
   * TensorData.InMemory in memory} as references that a session has to fill.
   *
   * @param folder the folder that holds all files of tensors, itself or below
   * @return the bytes of a {@code ModelProto}
   * @throws IllegalArgumentException if a tensor's file is not in the folder
   */
  public byte[] toModel(Path folder) {
    return new ModelWriter(folder).write(this);
  }

  /**
   * The values that a body reads from the graph around it.
   *
   * @return in the order in which they are first read; empty for a whole graph
   */
  public Set<Value> outerValues() {
    Set<Value> own = new HashSet<>(inputs);
    initializers.forEach(initializer -> own.add(initializer.value()));
    Set<Value> outer = new LinkedHashSet<>();
    for (Node node : nodes) {
      node.inputs().forEach(input -> input.ifPresent(outer::add));
      for (Attribute attribute : node.operator().attributes().values()) {
        if (attribute instanceof Attribute.Body body) {
          outer.addAll(body.graph().outerValues());
        }
      }
      own.addAll(node.outputs());
    }
    outer.removeAll(own);
    return outer;
  }

  /**
   * The tensors that stay in files.
   *
   * @return in the order of the initializers
   */
  public List<StoredTensor> storedTensors() {
    return initializers.stream()
        .map(Initializer::data)
        .filter(TensorData.InFile.class::isInstance)
        .map(data -> ((TensorData.InFile) data).tensor())
        .toList();
  }
}
