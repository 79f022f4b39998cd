package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

/**
 * A tensor in a graph: an input, an initializer or what a node computes.
 *
 * @param name unique in its graph
 * @param type its element type and shape
 */
public record Value(String name, ValueType type) {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name is empty
   */
  public Value {
    requireNonNull(type, "type");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a value needs a name");
    }
  }

  /**
   * The type of its numbers.
   *
   * @return the element type
   */
  public ElementType element() {
    return type.element();
  }

  /**
   * The sizes of its axes.
   *
   * @return the shape
   */
  public Shape shape() {
    return type.shape();
  }
}
