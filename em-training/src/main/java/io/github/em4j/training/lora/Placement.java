package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.graph.Attribute;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Operator;
import io.github.em4j.onnx.graph.OperatorInputs;
import io.github.em4j.onnx.graph.Value;
import io.github.em4j.onnx.graph.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Layout.Gather} of rows whose way back is known, so that its gradient is a gather too and
 * nothing has to be scattered: every row goes to one place. Places without a row of their own
 * (padding) may hold anything as long as nothing that matters is computed from them.
 *
 * @param back for each row of the data the place of the result that it went to
 * @param occupied 1 at the places whose number came from a row of its own, else 0, for a result
 *     that leaves out rows of the data; it broadcasts to the gradient of the data
 */
record Placement(Value back, Optional<Value> occupied) implements Operator {
  private static final Layout.Gather GATHER = new Layout.Gather(0);

  Placement {
    requireNonNull(back, "back");
    requireNonNull(occupied, "occupied");
  }

  @Override
  public String opType() {
    return GATHER.opType();
  }

  @Override
  public Map<String, Attribute> attributes() {
    return GATHER.attributes();
  }

  @Override
  public List<ValueType> infer(OperatorInputs inputs) {
    return GATHER.infer(inputs);
  }
}
