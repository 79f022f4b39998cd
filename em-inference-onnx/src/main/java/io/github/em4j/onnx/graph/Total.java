package io.github.em4j.onnx.graph;

import java.util.List;
import java.util.Map;

/** The sum of all numbers of a tensor, as a single number; 0 where there are none. */
public record Total() implements Operator {

  @Override
  public String opType() {
    return "ReduceSum";
  }

  @Override
  public Map<String, Attribute> attributes() {
    return Map.of("keepdims", new Attribute.Int(0));
  }

  @Override
  public List<ValueType> infer(OperatorInputs inputs) {
    inputs.requireCount(1, 1);
    return List.of(new ValueType(inputs.get(0).element(), Shape.SCALAR));
  }
}
