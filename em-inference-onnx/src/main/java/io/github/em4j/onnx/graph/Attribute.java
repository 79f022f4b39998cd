package io.github.em4j.onnx.graph;

import java.util.List;

/** A constant of an operator, beside its inputs. */
public sealed interface Attribute {

  /**
   * A whole number.
   *
   * @param value the number
   */
  record Int(long value) implements Attribute {}

  /**
   * A real number.
   *
   * @param value the number
   */
  record Real(float value) implements Attribute {}

  /**
   * A text.
   *
   * @param value the text
   */
  record Text(String value) implements Attribute {}

  /**
   * Several whole numbers.
   *
   * @param values the numbers
   */
  record Ints(List<Long> values) implements Attribute {

    /** Copies the list. */
    public Ints {
      values = List.copyOf(values);
    }
  }

  /**
   * The body of a control-flow operator.
   *
   * @param graph the body; it may use values of the graph around it
   */
  record Body(Graph graph) implements Attribute {}
}
