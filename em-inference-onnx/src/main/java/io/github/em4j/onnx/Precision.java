package io.github.em4j.onnx;

import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.LinearStrategy;
import java.util.Arrays;
import java.util.List;

/** The arithmetic of a {@link OnnxLlama}. The checkpoint may store its weights in another type. */
public enum Precision {
  /** Single precision on the CPU: exact to about 1e-4 of a logit. */
  FP32(LinearStrategy.FULL_PRECISION, ElementType.FLOAT, false),
  /**
   * Products in 8-bit integers on the CPU, with one scale per output and per token. Faster, and not
   * exact: compare F1 on validation data before you rely on it. The rounded weights take one byte
   * each in the folder for temporary files ({@code java.io.tmpdir}), from which they are mapped,
   * until the model is closed: 7 GB for 8 billion parameters. ONNX Runtime keeps a rearranged copy
   * of the same size for each graph, so that memory of twice this is needed besides.
   */
  INT8(LinearStrategy.ROWWISE_INT8, ElementType.FLOAT, false),
  /** Half precision on a GPU: 11 significant bits, numbers up to 65504. */
  FP16(LinearStrategy.FULL_PRECISION, ElementType.FLOAT16, true),
  /**
   * The upper half of single precision on a GPU of the Ampere generation or newer: 8 significant
   * bits and the range of single precision. What most checkpoints are trained and stored in.
   */
  BF16(LinearStrategy.FULL_PRECISION, ElementType.BFLOAT16, true);

  private final LinearStrategy linear;
  private final ElementType compute;
  private final boolean onCuda;

  Precision(LinearStrategy linear, ElementType compute, boolean onCuda) {
    this.linear = linear;
    this.compute = compute;
    this.onCuda = onCuda;
  }

  LinearStrategy linear() {
    return linear;
  }

  ElementType compute() {
    return compute;
  }

  static Precision usualOn(Device device) {
    return device.isCuda() ? BF16 : FP32;
  }

  /** ONNX Runtime has attention in 16 bits only on CUDA, and 8-bit products by row on the CPU. */
  void requireOn(Device device) {
    if (onCuda != device.isCuda()) {
      List<Precision> allowed =
          Arrays.stream(values()).filter(p -> p.onCuda == device.isCuda()).toList();
      throw new IllegalArgumentException(
          "on %s the precision must be one of %s, found %s".formatted(device, allowed, this));
    }
  }
}
