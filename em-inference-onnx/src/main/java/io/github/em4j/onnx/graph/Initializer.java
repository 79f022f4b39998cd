package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

/**
 * A constant tensor of a graph.
 *
 * @param value its name and type; all sizes are known
 * @param data where its numbers are
 */
public record Initializer(Value value, TensorData data) {

  /**
   * Checks that type and data agree.
   *
   * @throws IllegalArgumentException if a size is unknown or the data have another length
   */
  public Initializer {
    requireNonNull(data, "data");
    Shape shape = value.shape();
    if (!shape.isFixed()
        || shape.count().coefficient() * value.element().bytes() != data.byteCount()) {
      throw new IllegalArgumentException(
          "the tensor '%s' of %s does not take %d bytes"
              .formatted(value.name(), value.type(), data.byteCount()));
    }
  }
}
