package io.github.em4j.onnx;

import io.github.em4j.onnx.graph.LinearStrategy;

/** The arithmetic of a {@link OnnxLlama}. The checkpoint may store its weights in another type. */
public enum Precision {
  /** Single precision: exact to about 1e-4 of a logit. */
  FP32(LinearStrategy.FULL_PRECISION),
  /**
   * Products in 8-bit integers, with one scale per output and per token. Faster on a CPU, and not
   * exact: compare F1 on validation data before you rely on it.
   */
  INT8(LinearStrategy.ROWWISE_INT8);

  private final LinearStrategy linear;

  Precision(LinearStrategy linear) {
    this.linear = linear;
  }

  LinearStrategy linear() {
    return linear;
  }
}
