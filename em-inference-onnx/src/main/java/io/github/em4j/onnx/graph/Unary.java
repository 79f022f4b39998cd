package io.github.em4j.onnx.graph;

import java.util.List;

/** An operator that changes each number of a tensor on its own. */
public enum Unary implements Operator {
  /** The same tensor under another name. */
  IDENTITY("Identity"),
  /** The absolute value. */
  ABS("Abs"),
  /** The negative. */
  NEG("Neg"),
  /** The exponential. */
  EXP("Exp"),
  /** The natural logarithm. */
  LOG("Log"),
  /** The square root. */
  SQRT("Sqrt"),
  /** One over the number. */
  RECIPROCAL("Reciprocal"),
  /** The nearest whole number, halves to the even one. */
  ROUND("Round"),
  /** {@code 1 / (1 + exp(-x))}. */
  SIGMOID("Sigmoid");

  private final String opType;

  Unary(String opType) {
    this.opType = opType;
  }

  @Override
  public String opType() {
    return opType;
  }

  @Override
  public List<ValueType> infer(OperatorInputs inputs) {
    inputs.requireCount(1, 1);
    if (this != IDENTITY && this != ABS && this != NEG) {
      inputs.requireFloatingPoint(0);
    }
    return List.of(inputs.get(0).type());
  }
}
