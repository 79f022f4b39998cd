package io.github.em4j.onnx.graph;

import java.util.List;
import java.util.Map;

/**
 * An operator of ONNX with its attributes, as a value: equal operators compute the same. The
 * operators that em4j uses are {@link Unary}, {@link Binary}, {@link Comparison}, {@link Product},
 * {@link Layout}, {@link Scatter}, {@link Reduction}, {@link Total}, {@link Softmax}, {@link
 * Ranking}, {@link Fused} and {@link Loop}; another one only has to say what it yields.
 */
public interface Operator {
  /** The domain of ONNX's own operators. */
  String ONNX = "";

  /** The domain of the operators that ONNX Runtime adds. */
  String MICROSOFT = "com.microsoft";

  /**
   * The name in the specification.
   *
   * @return for example {@code MatMul}
   */
  String opType();

  /**
   * Where the operator is specified.
   *
   * @return {@link #ONNX} or {@link #MICROSOFT}
   */
  default String domain() {
    return ONNX;
  }

  /**
   * The constants of the operator.
   *
   * @return by their names in the specification; empty for most
   */
  default Map<String, Attribute> attributes() {
    return Map.of();
  }

  /**
   * Checks the inputs and says what the operator yields.
   *
   * @param inputs what it is applied to
   * @return one type per output
   * @throws IllegalArgumentException if the operator cannot be applied to these inputs
   */
  List<ValueType> infer(OperatorInputs inputs);
}
