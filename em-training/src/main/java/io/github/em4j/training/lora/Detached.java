package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Operator;
import io.github.em4j.onnx.graph.OperatorInputs;
import io.github.em4j.onnx.graph.Unary;
import io.github.em4j.onnx.graph.ValueType;
import java.util.List;

/** The same tensor, but no gradient goes through it. */
record Detached() implements Operator {
  @Override
  public String opType() {
    return Unary.IDENTITY.opType();
  }

  @Override
  public List<ValueType> infer(OperatorInputs inputs) {
    return Unary.IDENTITY.infer(inputs);
  }
}
