package io.github.em4j.onnx.graph;

import java.util.List;

/** A question about two tensors number by number; axes of size 1 are repeated. */
public enum Comparison implements Operator {
  /** Whether they are the same. */
  EQUAL("Equal"),
  /** Whether the first is larger. */
  GREATER("Greater"),
  /** Whether the first is smaller. */
  LESS("Less"),
  /** Whether the first is not larger. */
  LESS_OR_EQUAL("LessOrEqual"),
  /** Whether one of two truth values is true. */
  OR("Or");

  private final String opType;

  Comparison(String opType) {
    this.opType = opType;
  }

  @Override
  public String opType() {
    return opType;
  }

  @Override
  public List<ValueType> infer(OperatorInputs inputs) {
    inputs.requireCount(2, 2);
    ElementType element = inputs.requireSameElement(2);
    if ((this == OR) != (element == ElementType.BOOL)) {
      throw new IllegalArgumentException("cannot compare " + element);
    }
    Shape shape = Binary.broadcast(inputs.get(0).shape(), inputs.get(1).shape());
    return List.of(new ValueType(ElementType.BOOL, shape));
  }
}
