package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * A tensor where it lies in a file: enough to map it without reading it.
 *
 * @param name the tensor's name, for example {@code model.layers.0.self_attn.q_proj.weight}
 * @param type how its numbers are written
 * @param shape its dimensions, outermost first (row-major); a matrix of a linear layer is {@code
 *     [out, in]}
 * @param file the file that holds it
 * @param offset where its first byte lies in the file
 * @param byteCount how many bytes it takes: the product of the shape times the size of the type
 */
public record StoredTensor(
    String name, TensorType type, List<Long> shape, Path file, long offset, long byteCount) {

  /**
   * Copies the shape and checks that it agrees with the size.
   *
   * @throws IllegalArgumentException if a dimension or the offset is negative, or shape, type and
   *     size disagree
   */
  public StoredTensor {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(file, "file");
    shape = List.copyOf(shape);
    long numbers = 1;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            "tensor '" + name + "' has a negative dimension: " + shape);
      }
      numbers = Math.multiplyExact(numbers, dimension);
    }
    if (offset < 0 || byteCount != Math.multiplyExact(numbers, type.bytes())) {
      throw new IllegalArgumentException(
          "tensor '%s' of %s %s does not take %d bytes at offset %d"
              .formatted(name, type, shape, byteCount, offset));
    }
  }
}
