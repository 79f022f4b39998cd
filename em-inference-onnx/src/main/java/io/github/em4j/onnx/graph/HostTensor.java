package io.github.em4j.onnx.graph;

import io.github.em4j.onnx.checkpoint.TensorType;
import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
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
   * Real numbers of 16 bits, possibly outside the heap: a direct buffer of the machine's byte order
   * crosses to ONNX Runtime without a copy.
   *
   * @param element FLOAT16 or BFLOAT16
   * @param bits the numbers' bits, row-major, from the position to the limit
   * @param shape the sizes of the axes; none for a single number
   * @return the tensor
   * @throws IllegalArgumentException if the type is another one or the shape has another count of
   *     numbers
   */
  public static HostTensor of(ElementType element, ShortBuffer bits, long... shape) {
    halfType(element);
    return new HostTensor(element, bits.duplicate(), shape);
  }

  /**
   * A tensor without numbers.
   *
   * @param element FLOAT, FLOAT16 or BFLOAT16
   * @param shape the sizes of the axes, one of them 0
   * @return the tensor
   * @throws IllegalArgumentException if the type is another one or no size is 0
   */
  public static HostTensor empty(ElementType element, long... shape) {
    return element == ElementType.FLOAT
        ? of(new float[0], shape)
        : of(element, ShortBuffer.allocate(0), shape);
  }

  private static TensorType halfType(ElementType element) {
    return switch (element) {
      case FLOAT16 -> TensorType.F16;
      case BFLOAT16 -> TensorType.BF16;
      default ->
          throw new IllegalArgumentException(
              "real numbers of 16 bits are FLOAT16 or BFLOAT16, found " + element);
    };
  }

  /**
   * Real numbers in double precision.
   *
   * @param numbers row-major
   * @param shape the sizes of the axes; none for a single number
   * @return a DOUBLE tensor
   * @throws IllegalArgumentException if the shape has another count of numbers
   */
  public static HostTensor of(double[] numbers, long... shape) {
    return new HostTensor(ElementType.DOUBLE, DoubleBuffer.wrap(numbers), shape);
  }

  /**
   * The type of the numbers.
   *
   * @return FLOAT, DOUBLE, FLOAT16, BFLOAT16, INT32 or INT64
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
   * The numbers of a FLOAT, FLOAT16 or BFLOAT16 tensor.
   *
   * @return a copy, row-major, widened to single precision
   * @throws IllegalStateException if the tensor holds whole numbers
   */
  public float[] floats() {
    if (numbers instanceof ShortBuffer bits) {
      TensorType type = halfType(element);
      float[] wide = new float[bits.remaining()];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = type.toFloat(bits.get(bits.position() + i));
      }
      return wide;
    }
    if (!(numbers instanceof FloatBuffer floats)) {
      throw new IllegalStateException("the tensor is " + element + ", not a real number");
    }
    float[] copy = new float[floats.remaining()];
    floats.duplicate().get(copy);
    return copy;
  }

  /**
   * The numbers of an INT64 tensor.
   *
   * @return a copy, row-major
   * @throws IllegalStateException if the tensor holds others
   */
  public long[] longs() {
    if (!(numbers instanceof LongBuffer longs)) {
      throw new IllegalStateException("the tensor is " + element + ", not INT64");
    }
    long[] copy = new long[longs.remaining()];
    longs.duplicate().get(copy);
    return copy;
  }

  /**
   * The numbers of a DOUBLE tensor.
   *
   * @return a copy, row-major
   * @throws IllegalStateException if the tensor holds others
   */
  public double[] doubles() {
    if (!(numbers instanceof DoubleBuffer doubles)) {
      throw new IllegalStateException("the tensor is " + element + ", not DOUBLE");
    }
    double[] copy = new double[doubles.remaining()];
    doubles.duplicate().get(copy);
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
