package io.github.em4j.onnx.graph;

import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * A tensor in the memory of the JVM: what goes into a run of a graph and what comes out. Holds the
 * array or buffer that it was made of, without a copy.
 */
public final class HostTensor {
  private final ElementType element;
  private final long[] shape;
  private final Buffer numbers;

  private HostTensor(ElementType element, Buffer numbers, long... shape) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (count != numbers.remaining()) {
      throw new IllegalArgumentException(
          "a tensor of %s has %d numbers, found %d"
              .formatted(Arrays.toString(shape), count, numbers.remaining()));
    }
    this.element = element;
    this.numbers = numbers;
    this.shape = shape.clone();
  }

  /**
   * Whole numbers of 64 bits.
   *
   * @param numbers row-major
   * @param shape the sizes of the axes; none for a single number
   * @return an INT64 tensor
   * @throws IllegalArgumentException if the shape has another count of numbers
   */
  public static HostTensor of(long[] numbers, long... shape) {
    return new HostTensor(ElementType.INT64, LongBuffer.wrap(numbers), shape);
  }

  /**
   * Whole numbers of 32 bits.
   *
   * @param numbers row-major
   * @param shape the sizes of the axes; none for a single number
   * @return an INT32 tensor
   * @throws IllegalArgumentException if the shape has another count of numbers
   */
  public static HostTensor of(int[] numbers, long... shape) {
    return new HostTensor(ElementType.INT32, IntBuffer.wrap(numbers), shape);
  }

  /**
   * Real numbers.
   *
   * @param numbers row-major
   * @param shape the sizes of the axes; none for a single number
   * @return a FLOAT tensor
   * @throws IllegalArgumentException if the shape has another count of numbers
   */
  public static HostTensor of(float[] numbers, long... shape) {
    return of(FloatBuffer.wrap(numbers), shape);
  }

  /**
   * Real numbers, possibly outside the heap: a direct buffer crosses to ONNX Runtime without a
   * copy.
   *
   * @param numbers row-major, from the position to the limit
   * @param shape the sizes of the axes; none for a single number
   * @return a FLOAT tensor
   * @throws IllegalArgumentException if the shape has another count of numbers
   */
  public static HostTensor of(FloatBuffer numbers, long... shape) {
    return new HostTensor(ElementType.FLOAT, numbers.duplicate(), shape);
  }

  /**
   * The type of the numbers.
   *
   * @return FLOAT, INT32 or INT64
   */
  public ElementType element() {
    return element;
  }

  /**
   * The sizes of the axes.
   *
   * @return a copy, outermost first
   */
  public long[] shape() {
    return shape.clone();
  }

  /**
   * The numbers of a FLOAT tensor.
   *
   * @return a copy, row-major
   * @throws IllegalStateException if the tensor holds whole numbers
   */
  public float[] floats() {
    if (!(numbers instanceof FloatBuffer floats)) {
      throw new IllegalStateException("the tensor is " + element + ", not FLOAT");
    }
    float[] copy = new float[floats.remaining()];
    floats.duplicate().get(copy);
    return copy;
  }

  Buffer numbers() {
    return numbers.duplicate();
  }

  /** For example {@code FLOAT[2, 3]}. */
  @Override
  public String toString() {
    return element + Arrays.toString(shape);
  }
}
