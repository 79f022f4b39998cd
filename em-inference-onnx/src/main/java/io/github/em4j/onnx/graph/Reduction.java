package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * Folds one axis of a tensor into one number, which keeps its place: over the last axis, {@code
 * [tokens, hidden]} becomes {@code [tokens, 1]}. The second input names the axis once more; {@link
 * GraphBuilder#reduce} makes it.
 *
 * @param kind how the numbers are folded
 * @param axis which axis, from 0 or from -1 backwards
 */
public record Reduction(Kind kind, int axis) implements Operator {

  /** How numbers are folded. */
  public enum Kind {
    /** Their sum. */
    SUM("ReduceSum"),
    /** Their mean. */
    MEAN("ReduceMean"),
    /** The largest. */
    MAX("ReduceMax"),
    /** The smallest. */
    MIN("ReduceMin"),
    /** The logarithm of the sum of their exponentials, safe for large numbers. */
    LOG_SUM_EXP("ReduceLogSumExp");

    private final String opType;

    Kind(String opType) {
      this.opType = opType;
    }
  }

  /** Refuses null. */
  public Reduction {
    requireNonNull(kind, "kind");
  }

  @Override
  public String opType() {
    return kind.opType;
  }

  @Override
  public Map<String, Attribute> attributes() {
    return Map.of("keepdims", new Attribute.Int(1));
  }

  @Override
  public List<ValueType> infer(OperatorInputs inputs) {
    inputs.requireCount(2, 2);
    inputs.requireFloatingPoint(0);
    inputs.requireElement(1, ElementType.INT64);
    Value data = inputs.get(0);
    return List.of(new ValueType(data.element(), data.shape().with(axis, Dimension.of(1))));
  }
}
