package io.github.em4j.onnx.graph;

import java.util.ArrayList;
import java.util.List;

/** An operator on two tensors number by number; axes of size 1 are repeated (broadcasting). */
public enum Binary implements Operator {
  /** The sum. */
  ADD("Add"),
  /** The difference. */
  SUB("Sub"),
  /** The product. */
  MUL("Mul"),
  /** The quotient. */
  DIV("Div"),
  /** The larger one. */
  MAX("Max"),
  /** The smaller one. */
  MIN("Min"),
  /** The first to the power of the second. */
  POW("Pow");

  private final String opType;

  Binary(String opType) {
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
    return List.of(new ValueType(element, broadcast(inputs.get(0).shape(), inputs.get(1).shape())));
  }

  static Shape broadcast(Shape first, Shape second) {
    int rank = Math.max(first.rank(), second.rank());
    List<Dimension> result = new ArrayList<>();
    for (int axis = -rank; axis < 0; axis++) {
      Dimension a = -axis <= first.rank() ? first.get(axis) : Dimension.of(1);
      Dimension b = -axis <= second.rank() ? second.get(axis) : Dimension.of(1);
      if (!a.equals(b) && !a.equals(Dimension.of(1)) && !b.equals(Dimension.of(1))) {
        throw new IllegalArgumentException(
            "shapes must agree or be 1 axis by axis, found %s and %s".formatted(first, second));
      }
      result.add(a.equals(Dimension.of(1)) ? b : a);
    }
    return new Shape(result);
  }
}
