package io.github.em4j.onnx.graph;

/** How a graph multiplies with the weights of the decoder layers. */
public enum LinearStrategy {
  /**
   * In the compute type of the graph, with the weights where the checkpoint has them: mapped from
   * the file, not copied where they are stored in that type.
   */
  FULL_PRECISION,
  /**
   * In 8-bit integers. Weights are rounded once, when the graph is made, with one scale per output;
   * activations at run time with one scale per token, so that a score never depends on what else is
   * in the batch. Faster on a CPU and a quarter of the memory, but not exact.
   */
  ROWWISE_INT8
}
