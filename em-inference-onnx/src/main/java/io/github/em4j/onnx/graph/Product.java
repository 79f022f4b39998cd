package io.github.em4j.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A matrix product. */
public sealed interface Product extends Operator {

  /** {@code A · B} over the last two axes; axes before them are broadcast. */
  record MatMul() implements Product {
    @Override
    public String opType() {
      return "MatMul";
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(2, 2);
      return List.of(product(inputs, inputs.requireSameElement(2), false));
    }
  }

  /**
   * {@code A · B} or {@code A · Bᵀ} of two matrices, plus a bias where a third input is there.
   *
   * @param transposeB whether B is stored as {@code [out, in]}, as checkpoints do
   */
  record Gemm(boolean transposeB) implements Product {
    @Override
    public String opType() {
      return "Gemm";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("transB", new Attribute.Int(transposeB ? 1 : 0));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(2, 3);
      inputs.shape(0, 2);
      inputs.shape(1, 2);
      ValueType result = product(inputs, inputs.requireSameElement(3), transposeB);
      inputs
          .optional(2)
          .ifPresent(
              bias -> {
                if (!Binary.broadcast(result.shape(), bias.shape()).equals(result.shape())) {
                  throw new IllegalArgumentException(
                      "the bias must fit %s, found %s".formatted(result.shape(), bias.shape()));
                }
              });
      return List.of(result);
    }
  }

  /**
   * {@link MatMul} that reads its inputs transposed in their last two axes, without a copy, and may
   * scale the result. An operator of ONNX Runtime.
   *
   * @param transposeA whether the first input is read transposed
   * @param transposeB whether the second input is read transposed
   * @param alpha what the product is multiplied with
   */
  record FusedMatMul(boolean transposeA, boolean transposeB, float alpha) implements Product {
    @Override
    public String opType() {
      return "FusedMatMul";
    }

    @Override
    public String domain() {
      return MICROSOFT;
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of(
          "transA", new Attribute.Int(transposeA ? 1 : 0),
          "transB", new Attribute.Int(transposeB ? 1 : 0),
          "alpha", new Attribute.Real(alpha));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(2, 2);
      return List.of(product(inputs, inputs.requireSameElement(2), transposeA, transposeB));
    }
  }

  /**
   * The product of 8-bit integers, scaled back to real numbers: {@code (A - aZero) · (B - bZero) ·
   * aScale · bScale}. Inputs: A {@code [m, k]}, B {@code [k, n]}, aScale (one number), bScale
   * ({@code [n]}: one per column), aZero (one number) and bZero, which may be left out. An operator
   * of ONNX Runtime.
   */
  record MatMulIntegerToFloat() implements Product {
    @Override
    public String opType() {
      return "MatMulIntegerToFloat";
    }

    @Override
    public String domain() {
      return MICROSOFT;
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(4, 7);
      inputs.requireElement(0, ElementType.UINT8, ElementType.INT8);
      inputs.requireElement(1, ElementType.UINT8, ElementType.INT8);
      ElementType scale = inputs.requireElement(2, ElementType.FLOAT, ElementType.FLOAT16);
      inputs.requireElement(3, scale);
      ValueType result = product(inputs, scale, false);
      OperatorInputs.requireEqual(
          "scales of B and columns of B", result.shape().get(-1), inputs.shape(3, 1).get(0));
      inputs.optional(4).ifPresent(zero -> inputs.requireElement(4, inputs.get(0).element()));
      inputs.optional(5).ifPresent(zero -> inputs.requireElement(5, inputs.get(1).element()));
      return List.of(result);
    }
  }

  private static ValueType product(OperatorInputs inputs, ElementType element, boolean transposeB) {
    return product(inputs, element, false, transposeB);
  }

  private static ValueType product(
      OperatorInputs inputs, ElementType element, boolean transposeA, boolean transposeB) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    if (a.rank() < 2 || b.rank() < 2) {
      throw new IllegalArgumentException("takes matrices, found %s and %s".formatted(a, b));
    }
    Dimension inner = b.get(transposeB ? -1 : -2);
    if (!a.get(transposeA ? -2 : -1).equals(inner)) {
      throw new IllegalArgumentException(
          "inner dimensions must agree, found %s%s and %s%s"
              .formatted(a, transposeA ? " transposed" : "", b, transposeB ? " transposed" : ""));
    }
    Shape batch =
        Binary.broadcast(
            new Shape(a.dimensions().subList(0, a.rank() - 2)),
            new Shape(b.dimensions().subList(0, b.rank() - 2)));
    List<Dimension> result = new ArrayList<>(batch.dimensions());
    result.add(a.get(transposeA ? -1 : -2));
    result.add(b.get(transposeB ? -2 : -1));
    return new ValueType(element, new Shape(result));
  }
}
