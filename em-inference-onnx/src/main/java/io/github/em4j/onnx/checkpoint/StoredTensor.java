package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
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

  /**
   * How many numbers the tensor holds.
   *
   * @return the product of the shape; 1 for a scalar
   */
  public long size() {
    return byteCount / type.bytes();
  }

  /**
   * Reads all numbers, widened to single precision.
   *
   * @return the numbers in row-major order
   * @throws IllegalArgumentException if there are more than a Java array can hold; read rows then
   * @throws CheckpointException if the file cannot be read or has become shorter
   */
  public float[] read() {
    var numbers = new float[arrayLength(size())];
    TensorNumbers.read(this, 0, numbers);
    return numbers;
  }

  /**
   * Reads some rows, widened to single precision. A row is everything under one index of the first
   * dimension.
   *
   * @param first index of the first row, counted from 0
   * @param count how many rows
   * @return the numbers in row-major order
   * @throws IllegalArgumentException if the tensor is a scalar, has no such rows, or they are more
   *     numbers than a Java array can hold
   * @throws CheckpointException if the file cannot be read or has become shorter
   */
  public float[] readRows(long first, long count) {
    if (shape.isEmpty() || first < 0 || count < 0 || first > shape.get(0) - count) {
      throw new IllegalArgumentException(
          "tensor '%s' of shape %s has no rows %d to %d"
              .formatted(name, shape, first, first + count));
    }
    long rowSize = shape.get(0) == 0 ? 0 : size() / shape.get(0);
    var numbers = new float[arrayLength(count * rowSize)];
    TensorNumbers.read(this, first * rowSize, numbers);
    return numbers;
  }

  /**
   * Maps the bytes as they lie in the file, without reading them.
   *
   * @return a read-only little-endian buffer; the mapping lasts as long as the buffer is reachable
   * @throws IllegalArgumentException if the tensor takes 2 GiB or more
   * @throws CheckpointException if the file cannot be mapped or has become shorter
   */
  public ByteBuffer map() {
    if (byteCount > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "tensor '%s' takes %d bytes; one buffer maps at most %d"
              .formatted(name, byteCount, Integer.MAX_VALUE));
    }
    return TensorNumbers.map(this);
  }

  private int arrayLength(long numbers) {
    if (numbers > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d numbers of tensor '%s' do not fit into one array; read fewer rows at a time"
              .formatted(numbers, name));
    }
    return (int) numbers;
  }
}
