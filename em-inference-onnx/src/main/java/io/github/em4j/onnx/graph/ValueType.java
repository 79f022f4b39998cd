package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

/**
 * What kind of tensor a value is.
 *
 * @param element the type of its numbers
 * @param shape the sizes of its axes
 */
public record ValueType(ElementType element, Shape shape) {

  /** Refuses null. */
  public ValueType {
    requireNonNull(element, "element");
    requireNonNull(shape, "shape");
  }

  /** For example {@code FLOAT[tokens,576]}. */
  @Override
  public String toString() {
    return element + "" + shape;
  }
}
