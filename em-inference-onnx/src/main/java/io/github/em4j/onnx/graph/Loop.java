package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a body again and again. Inputs: the most iterations (INT64, one number), whether to begin at
 * all (BOOL, one number), and the first state, any number of values. The body takes the iteration
 * from 0, that condition and the state; it yields whether to go on, the next state, and values to
 * collect. Outputs: the last state and what was collected, iteration by iteration along a new first
 * axis.
 *
 * @param body made by {@link GraphBuilder#body}; it may read values of the graph around
 */
public record Loop(Graph body) implements Operator {
  /** Iteration and condition, in front of the state. */
  private static final int CONTROLS = 2;

  /** Refuses null. */
  public Loop {
    requireNonNull(body, "body");
  }

  @Override
  public String opType() {
    return "Loop";
  }

  @Override
  public Map<String, Attribute> attributes() {
    return Map.of("body", new Attribute.Body(body));
  }

  @Override
  public List<ValueType> infer(OperatorInputs inputs) {
    inputs.requireCount(CONTROLS, Integer.MAX_VALUE);
    inputs.requireElement(0, ElementType.INT64);
    inputs.requireElement(1, ElementType.BOOL);
    int states = inputs.values().size() - CONTROLS;
    if (body.inputs().size() != states + CONTROLS || body.outputs().size() < states + 1) {
      throw new IllegalArgumentException(
          "a body with a state of %d takes %d inputs and yields at least %d, found %d and %d"
              .formatted(
                  states,
                  states + CONTROLS,
                  states + 1,
                  body.inputs().size(),
                  body.outputs().size()));
    }
    requireCompatible(
        "iteration", new ValueType(ElementType.INT64, Shape.SCALAR), body.inputs().get(0).type());
    ValueType condition = new ValueType(ElementType.BOOL, Shape.SCALAR);
    requireCompatible("condition", condition, body.inputs().get(1).type());
    requireCompatible("condition", condition, body.outputs().get(0).type());
    List<ValueType> results = new ArrayList<>();
    for (int state = 0; state < states; state++) {
      ValueType taken = body.inputs().get(state + CONTROLS).type();
      ValueType yielded = body.outputs().get(state + 1).type();
      requireCompatible("state " + state, inputs.get(state + CONTROLS).type(), taken);
      requireCompatible("state " + state, taken, yielded);
      results.add(yielded);
    }
    for (Value collected : body.outputs().subList(states + 1, body.outputs().size())) {
      List<Dimension> shape = new ArrayList<>(collected.shape().dimensions());
      shape.add(0, Dimension.of("iterations"));
      results.add(new ValueType(collected.element(), new Shape(shape)));
    }
    return results;
  }

  /** Sizes known only at run time may change from one iteration to the next. */
  private static void requireCompatible(String what, ValueType given, ValueType taken) {
    boolean fits =
        given.element() == taken.element() && given.shape().rank() == taken.shape().rank();
    for (int axis = 0; fits && axis < given.shape().rank(); axis++) {
      Dimension a = given.shape().get(axis);
      Dimension b = taken.shape().get(axis);
      fits = !a.isFixed() || !b.isFixed() || a.equals(b);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "the %s of the body must stay of one type, found %s and %s"
              .formatted(what, given, taken));
    }
  }
}
