package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Attribute;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Operator;
import io.github.em4j.onnx.graph.OperatorInputs;
import io.github.em4j.onnx.graph.ValueType;
import java.util.List;
import java.util.Map;

/**
 * A {@link Layout.Slice} that begins where the axis begins, so that its gradient is known: zeros
 * follow.
 *
 * @param axis which axis
 * @param length how much of it
 */
record Prefix(int axis, Dimension length) implements Operator {

  private Layout.Slice slice() {
    return new Layout.Slice(axis, length);
  }

  @Override
  public String opType() {
    return slice().opType();
  }

  @Override
  public Map<String, Attribute> attributes() {
    return slice().attributes();
  }

  @Override
  public List<ValueType> infer(OperatorInputs inputs) {
    return slice().infer(inputs);
  }
}
