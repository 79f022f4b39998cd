package io.github.em4j.onnx;

import io.github.em4j.onnx.graph.HostTensor;
import java.util.List;
import java.util.Map;

/** Finishes answers, several at a time. Safe for use by many threads. */
interface Decoder extends AutoCloseable {

  /**
   * Writes all answers to their ends.
   *
   * @param answers none of them begun
   * @param adapterInputs further inputs of every run: the matrices of an adapter
   */
  void write(List<Answer> answers, Map<String, HostTensor> adapterInputs);

  @Override
  void close();
}
