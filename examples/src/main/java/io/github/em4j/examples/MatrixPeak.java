package io.github.em4j.examples;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.checkpoint.TensorType;
import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.Product;
import io.github.em4j.onnx.graph.Reduction;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.TensorData;
import io.github.em4j.onnx.graph.Value;
import io.github.em4j.onnx.graph.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.SplittableRandom;

/** How fast the device multiplies large square matrices: what a model's speed is a share of. */
final class MatrixPeak {
  /** Products one after the other, so that the transfers around them weigh little. */
  private static final int CHAIN = 8;

  private static final int ROUNDS = 5;

  /** Rows and columns, on the CPU and on a GPU, which takes more to be busy. */
  private static final int SIZE = 1024;

  private static final int SIZE_ON_GPU = 8192;

  private MatrixPeak() {}

  /**
   * Measures.
   *
   * @param element the type that is computed in
   * @param device what computes
   * @param threads of the CPU
   * @return the best of some rounds, in floating-point operations a second
   */
  static double measure(ElementType element, Device device, int threads) {
    int size = device.isCuda() ? SIZE_ON_GPU : SIZE;
    SessionSettings settings = Devices.on(device, new SessionSettings(threads, false, false));
    try (GraphSession session = GraphSession.open(products(element, size), settings)) {
      Map<String, HostTensor> inputs = Map.of("x", HostTensor.of(new float[size], 1, size));
      double best = 0;
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        requireNonNull(session.run(inputs).get("y"));
        double seconds = (System.nanoTime() - start) / 1e9;
        best = Math.max(best, 2.0 * CHAIN * size * size * size / seconds);
      }
      return best;
    }
  }

  private static Graph products(ElementType element, int size) {
    var graph = new GraphBuilder("matrix peak");
    Value row = graph.input("x", ElementType.FLOAT, Shape.of(Dimension.of(1), Dimension.of(size)));
    Value matrix =
        graph.constant(
            "matrix",
            new ValueType(element, Shape.of(size, size)),
            new TensorData.InMemory(numbers(element, size)));
    // The input keeps the products from being computed once and for all when the session opens.
    Value product = graph.apply(Binary.ADD, matrix, graph.cast(row, element));
    for (int i = 0; i < CHAIN; i++) {
      product = graph.apply(new Product.Gemm(true), product, matrix);
    }
    Value folded = graph.reduce(Reduction.Kind.MAX, graph.cast(product, ElementType.FLOAT));
    graph.output("y", folded);
    return graph.build();
  }

  /** Numbers around 0 of which products stay about as large. */
  private static ByteBuffer numbers(ElementType element, int size) {
    int count = Math.multiplyExact(size, size);
    ByteBuffer numbers =
        ByteBuffer.allocateDirect(Math.multiplyExact(count, element.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    var random = new SplittableRandom(1);
    double bound = Math.sqrt(3.0 / size);
    for (int i = 0; i < count; i++) {
      float number = (float) random.nextDouble(-bound, bound);
      switch (element) {
        case FLOAT -> numbers.putFloat(number);
        case FLOAT16 -> numbers.putShort((short) TensorType.F16.toBits(number));
        case BFLOAT16 -> numbers.putShort((short) TensorType.BF16.toBits(number));
        default -> throw new IllegalArgumentException("no peak is measured in " + element);
      }
    }
    return numbers.flip();
  }
}
