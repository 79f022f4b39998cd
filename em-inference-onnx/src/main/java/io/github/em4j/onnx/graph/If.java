package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * Computes one of two bodies. Input: which (BOOL, one number). The bodies take no inputs, read what
 * they need from the graph around, and yield values of the same types.
 *
 * @param whenTrue made by {@link GraphBuilder#body}
 * @param whenFalse likewise
 */
public record If(Graph whenTrue, Graph whenFalse) implements Operator {

  /** Refuses null. */
  public If {
    requireNonNull(whenTrue, "whenTrue");
    requireNonNull(whenFalse, "whenFalse");
  }

  @Override
  public String opType() {
    return "If";
  }

  @Override
  public Map<String, Attribute> attributes() {
    return Map.of(
        "then_branch", new Attribute.Body(whenTrue), "else_branch", new Attribute.Body(whenFalse));
  }

  @Override
  public List<ValueType> infer(OperatorInputs inputs) {
    inputs.requireCount(1, 1);
    inputs.requireElement(0, ElementType.BOOL);
    List<ValueType> results = types(whenTrue);
    if (!whenTrue.inputs().isEmpty()
        || !whenFalse.inputs().isEmpty()
        || !results.equals(types(whenFalse))) {
      throw new IllegalArgumentException(
          "both bodies must take nothing and yield the same, found %d and %d inputs, %s and %s"
              .formatted(
                  whenTrue.inputs().size(), whenFalse.inputs().size(), results, types(whenFalse)));
    }
    return results;
  }

  private static List<ValueType> types(Graph body) {
    return body.outputs().stream().map(Value::type).toList();
  }
}
