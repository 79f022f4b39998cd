package io.github.em4j.onnx.graph;

import java.util.List;
import java.util.Map;

/**
 * Adds numbers to picked places of a tensor; a place that is picked several times gets all of them.
 * The counterpart of the gathers in {@link Layout}.
 */
public sealed interface Scatter extends Operator {

  @Override
  default List<ValueType> infer(OperatorInputs inputs) {
    inputs.requireCount(3, 3);
    inputs.requireElement(1, ElementType.INT32, ElementType.INT64);
    Value data = inputs.get(0);
    Value updates = inputs.get(2);
    inputs.requireElement(2, data.element());
    check(data.shape(), inputs.get(1).shape(), updates.shape());
    return List.of(data.type());
  }

  /**
   * Checks the shapes.
   *
   * @param data where to add
   * @param indices which places
   * @param updates what to add
   * @throws IllegalArgumentException if they do not fit
   */
  void check(Shape data, Shape indices, Shape updates);

  /**
   * Adds each number of the third input to the place along one axis that the second names.
   *
   * @param axis the axis that the indices count along
   */
  record Elements(int axis) implements Scatter {
    @Override
    public String opType() {
      return "ScatterElements";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("axis", new Attribute.Int(axis), "reduction", new Attribute.Text("add"));
    }

    @Override
    public void check(Shape data, Shape indices, Shape updates) {
      if (indices.rank() != data.rank() || !indices.equals(updates)) {
        throw new IllegalArgumentException(
            "every update needs an index, found %s and %s for %s"
                .formatted(updates, indices, data));
      }
    }
  }

  /**
   * Adds rows (whatever follows the first axis) to the rows that the second input, {@code [count,
   * 1]}, names.
   */
  record Rows() implements Scatter {
    @Override
    public String opType() {
      return "ScatterND";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("reduction", new Attribute.Text("add"));
    }

    @Override
    public void check(Shape data, Shape indices, Shape updates) {
      if (indices.rank() != 2
          || !indices.get(1).equals(Dimension.of(1))
          || updates.rank() != data.rank()
          || !updates.equals(data.with(0, indices.get(0)))) {
        throw new IllegalArgumentException(
            "every row needs an index, found %s and %s for %s".formatted(updates, indices, data));
      }
    }
  }
}
