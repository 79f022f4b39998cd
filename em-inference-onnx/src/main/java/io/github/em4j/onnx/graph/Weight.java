package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.StoredTensor;

/**
 * A tensor of a checkpoint as a graph uses it: in its file, or changed (an adapter merged into it)
 * and in memory.
 *
 * @param type its element type and shape
 * @param data where its numbers are
 */
public record Weight(ValueType type, TensorData data) {

  /** Refuses null. */
  public Weight {
    requireNonNull(type, "type");
    requireNonNull(data, "data");
  }

  /**
   * A tensor that stays in its file.
   *
   * @param tensor where it lies
   * @return the weight
   */
  public static Weight of(StoredTensor tensor) {
    Shape shape = new Shape(tensor.shape().stream().map(Dimension::of).toList());
    return new Weight(
        new ValueType(ElementType.of(tensor.type()), shape), new TensorData.InFile(tensor));
  }
}
