package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** A trainable tensor and its gradient, both in native memory, where ONNX Runtime uses them. */
final class Parameter {
  /** What {@link #direct} can hold: a buffer has less than 2^31 bytes. */
  static final int MOST_NUMBERS = Integer.MAX_VALUE / Float.BYTES;

  private static final int BLOCK = 2048;

  private final String name;
  private final long[] shape;
  private final FloatBuffer numbers;
  private final FloatBuffer gradient;

  Parameter(String name, long... shape) {
    this.name = name;
    this.shape = shape.clone();
    numbers = direct(count(shape));
    gradient = direct(count(shape));
  }

  static int count(long... shape) {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  static FloatBuffer direct(int count) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  String name() {
    return name;
  }

  long[] shape() {
    return shape.clone();
  }

  int size() {
    return numbers.capacity();
  }

  boolean isMatrix() {
    return shape.length == 2;
  }

  FloatBuffer numbers() {
    return numbers;
  }

  FloatBuffer gradient() {
    return gradient;
  }

  /** Adds numbers to as many others; over arrays, as the compiler vectorises the loop then. */
  static void add(FloatBuffer numbers, FloatBuffer sum) {
    float[] a = new float[Math.min(BLOCK, sum.capacity())];
    float[] b = new float[a.length];
    for (int from = 0; from < sum.capacity(); from += BLOCK) {
      int count = Math.min(BLOCK, sum.capacity() - from);
      numbers.get(from, a, 0, count);
      sum.get(from, b, 0, count);
      add(a, b, count);
      sum.put(from, b, 0, count);
    }
  }

  private static void add(float[] numbers, float[] sum, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += numbers[i];
    }
  }

  /**
   * Adds further gradients, each of as many numbers, to this one. Passes over memory are what takes
   * time here, so the squares are counted in the same one.
   *
   * @return the sum of the squares of the gradient then
   */
  double addToGradient(List<FloatBuffer> further) {
    float[] sum = new float[Math.min(BLOCK, size())];
    float[] next = new float[sum.length];
    double squares = 0;
    for (int from = 0; from < size(); from += BLOCK) {
      int count = Math.min(BLOCK, size() - from);
      gradient.get(from, sum, 0, count);
      for (FloatBuffer numbers : further) {
        numbers.get(from, next, 0, count);
        add(next, sum, count);
      }
      if (!further.isEmpty()) {
        gradient.put(from, sum, 0, count);
      }
      for (int i = 0; i < count; i++) {
        squares += (double) sum[i] * sum[i];
      }
    }
    return squares;
  }

  HostTensor tensor() {
    return HostTensor.of(numbers, shape);
  }

  float[] copy() {
    float[] copy = new float[size()];
    numbers.get(0, copy);
    return copy;
  }

  void set(float[] values) {
    if (values.length != size()) {
      throw new IllegalArgumentException(
          "'%s' of %s has %d numbers, found %d"
              .formatted(name, Arrays.toString(shape), size(), values.length));
    }
    numbers.put(0, values);
  }
}
