package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Operator;
import io.github.em4j.onnx.graph.OperatorInputs;
import io.github.em4j.onnx.graph.ValueType;
import java.util.List;

/**
 * A tensor whose numbers are at least those of a second one. The gradient goes through to the first
 * as if nothing had been raised: only for numbers on which nothing depends where they are raised,
 * such as scores whose softmax is next to zero.
 */
record Floored() implements Operator {
  @Override
  public String opType() {
    return Binary.MAX.opType();
  }

  @Override
  public List<ValueType> infer(OperatorInputs inputs) {
    return Binary.MAX.infer(inputs);
  }
}
