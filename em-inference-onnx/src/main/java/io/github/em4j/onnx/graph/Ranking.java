package io.github.em4j.onnx.graph;

import java.util.List;
import java.util.Map;

/** An operator on the order of the numbers along the last axis. */
public sealed interface Ranking extends Operator {

  /** Where the largest number is, INT64 without the last axis; of equal ones the first. */
  record ArgMax() implements Ranking {
    @Override
    public String opType() {
      return "ArgMax";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("axis", new Attribute.Int(-1), "keepdims", new Attribute.Int(0));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(1, 1);
      inputs.requireFloatingPoint(0);
      List<Dimension> sizes = inputs.get(0).shape().dimensions();
      inputs.get(0).shape().get(-1);
      return List.of(
          new ValueType(ElementType.INT64, new Shape(sizes.subList(0, sizes.size() - 1))));
    }
  }

  /**
   * The largest numbers, from the largest on, and where they are (INT64). The second input is the
   * count once more.
   *
   * @param count how many
   */
  record TopK(long count) implements Ranking {
    @Override
    public String opType() {
      return "TopK";
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(2, 2);
      inputs.requireFloatingPoint(0);
      inputs.requireElement(1, ElementType.INT64);
      Shape shape = inputs.get(0).shape().with(-1, Dimension.of(count));
      return List.of(
          new ValueType(inputs.get(0).element(), shape), new ValueType(ElementType.INT64, shape));
    }
  }

  /**
   * The sums of the numbers up to each. The second input is the constant axis -1.
   *
   * @param exclusive whether each sum is without the number at its own place
   */
  record CumulativeSum(boolean exclusive) implements Ranking {
    static final CumulativeSum INCLUSIVE = new CumulativeSum(false);
    static final CumulativeSum EXCLUSIVE = new CumulativeSum(true);

    @Override
    public String opType() {
      return "CumSum";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("exclusive", new Attribute.Int(exclusive ? 1 : 0));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(2, 2);
      inputs.requireFloatingPoint(0);
      inputs.requireElement(1, ElementType.INT64);
      return List.of(inputs.get(0).type());
    }
  }
}
