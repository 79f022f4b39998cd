package io.github.em4j.onnx.graph;

import java.util.List;
import java.util.Map;

/**
 * Rounds real numbers to 8-bit integers: {@code round(x / scale) + zero}, at most what 8 bits hold.
 * Inputs: x, the scales and the zero points, one of each per place along an axis; the result has
 * the zero points' type.
 *
 * @param axis the axis of x that scales and zero points count along
 */
public record QuantizeLinear(int axis) implements Operator {
  @Override
  public String opType() {
    return "QuantizeLinear";
  }

  @Override
  public Map<String, Attribute> attributes() {
    return Map.of("axis", new Attribute.Int(axis));
  }

  @Override
  public List<ValueType> infer(OperatorInputs inputs) {
    inputs.requireCount(3, 3);
    inputs.requireFloatingPoint(0);
    inputs.requireElement(1, inputs.get(0).element());
    ElementType element = inputs.requireElement(2, ElementType.UINT8, ElementType.INT8);
    Shape x = inputs.get(0).shape();
    for (int input = 1; input <= 2; input++) {
      OperatorInputs.requireEqual(
          "places along axis " + axis + " and what belongs to them",
          x.get(axis),
          inputs.shape(input, 1).get(0));
    }
    return List.of(new ValueType(element, x));
  }
}
