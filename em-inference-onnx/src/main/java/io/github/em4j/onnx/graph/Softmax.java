package io.github.em4j.onnx.graph;

import java.util.List;
import java.util.Map;

/** {@code exp(x) / sum(exp(x))} over the last axis, safe for large numbers. */
public record Softmax() implements Operator {

  @Override
  public String opType() {
    return "Softmax";
  }

  @Override
  public Map<String, Attribute> attributes() {
    return Map.of("axis", new Attribute.Int(-1));
  }

  @Override
  public List<ValueType> infer(OperatorInputs inputs) {
    inputs.requireCount(1, 1);
    inputs.requireFloatingPoint(0);
    return List.of(inputs.get(0).type());
  }
}
