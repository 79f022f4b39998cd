package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** A trainable tensor and its gradient, both in native memory, where ONNX Runtime uses them. */
final class Parameter {
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

  HostTensor tensor() {
    return HostTensor.of(numbers, shape);
  }

  HostTensor gradientTensor() {
    return HostTensor.of(gradient, shape);
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
