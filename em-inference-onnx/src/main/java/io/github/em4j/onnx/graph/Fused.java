package io.github.em4j.onnx.graph;

import java.util.List;
import java.util.Map;

/** An operator of ONNX Runtime that does what a decoder would else need many operators for. */
public sealed interface Fused extends Operator {

  @Override
  default String domain() {
    return MICROSOFT;
  }

  /**
   * RMSNorm over the last axis: {@code x / sqrt(mean(x²) + epsilon) · weight}. Inputs: x and the
   * weight, one number per size of the last axis. Outputs: the normalised tensor, and {@code 1 /
   * sqrt(mean(x²) + epsilon)}, which is FLOAT where x has 16 bits, as it is computed in single
   * precision. ONNX Runtime lists it among ONNX's operators.
   *
   * @param epsilon added to the mean square
   */
  record RmsNorm(float epsilon) implements Fused {
    @Override
    public String opType() {
      return "SimplifiedLayerNormalization";
    }

    @Override
    public String domain() {
      return ONNX;
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("epsilon", new Attribute.Real(epsilon), "axis", new Attribute.Int(-1));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(2, 2);
      inputs.requireFloatingPoint(0);
      inputs.requireSameElement(2);
      requireWeight(inputs, 1);
      ValueType x = inputs.get(0).type();
      ElementType statistics =
          x.element().bytes() < ElementType.FLOAT.bytes() ? ElementType.FLOAT : x.element();
      return List.of(x, new ValueType(statistics, x.shape().with(-1, Dimension.of(1))));
    }
  }

  /**
   * Adds to the residual stream and normalises the sum. Inputs: the update, the residual stream and
   * RMSNorm's weight. Outputs: the normalised sum, two that em4j never reads, and the sum.
   *
   * @param epsilon added to the mean square
   */
  record AddRmsNorm(float epsilon) implements Fused {
    /** Where the normalised sum is among the outputs. */
    public static final int NORMALISED = 0;

    /** Where the sum is among the outputs. */
    public static final int SUM = 3;

    @Override
    public String opType() {
      return "SkipSimplifiedLayerNormalization";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("epsilon", new Attribute.Real(epsilon));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(3, 3);
      inputs.requireFloatingPoint(0);
      inputs.requireSameElement(3);
      ValueType update = inputs.get(0).type();
      if (!update.equals(inputs.get(1).type())) {
        throw new IllegalArgumentException(
            "update and residual stream must agree, found %s and %s"
                .formatted(update, inputs.get(1).type()));
      }
      requireWeight(inputs, 2);
      ValueType statistics =
          new ValueType(ElementType.FLOAT, update.shape().with(-1, Dimension.of(1)));
      return List.of(update, statistics, statistics, update);
    }
  }

  /**
   * {@code x · sigmoid(alpha · x)}; SiLU where alpha is 1.
   *
   * @param alpha the factor inside the sigmoid
   */
  record QuickGelu(float alpha) implements Fused {
    @Override
    public String opType() {
      return "QuickGelu";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("alpha", new Attribute.Real(alpha));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(1, 1);
      inputs.requireFloatingPoint(0);
      return List.of(inputs.get(0).type());
    }
  }

  /**
   * The rotary position embedding: turns each pair of numbers {@code (i, i + size / 2)} of each
   * head. Inputs: x {@code [batch, sequence, heads · size]}, positions (INT64 {@code [batch,
   * sequence]}), and the cosines and sines {@code [positions, size / 2]}.
   */
  record RotaryEmbedding() implements Fused {
    @Override
    public String opType() {
      return "RotaryEmbedding";
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(4, 4);
      inputs.requireFloatingPoint(0);
      Shape x = inputs.shape(0, 3);
      inputs.requireElement(1, ElementType.INT64);
      if (!inputs.shape(1, 2).dimensions().equals(x.dimensions().subList(0, 2))) {
        throw new IllegalArgumentException(
            "every token needs a position, found %s for %s".formatted(inputs.shape(1, 2), x));
      }
      inputs.requireElement(2, inputs.get(0).element());
      inputs.requireElement(3, inputs.get(0).element());
      Dimension half = inputs.shape(2, 2).get(1);
      OperatorInputs.requireEqual("cosines and sines", half, inputs.shape(3, 2).get(1));
      if (x.get(2).coefficient() % (2 * half.coefficient()) != 0) {
        throw new IllegalArgumentException(
            "heads of %d do not divide %s".formatted(2 * half.coefficient(), x));
      }
      return List.of(inputs.get(0).type());
    }
  }

  /**
   * Causal attention with rotary positions, query heads in groups that share keys and values.
   *
   * <p>Inputs: query {@code [batch, sequence, heads · size]}, key and value {@code [batch,
   * sequence, keyValueHeads · size]} (or left out, where the query holds all three one after the
   * other), past keys and values {@code [batch, keyValueHeads, past, size]} or left out, the length
   * of each row minus one (INT32 {@code [batch]}), the length of the longest (INT32, one number),
   * and the cosines and sines {@code [positions, size / 2]}. Outputs: {@code [batch, sequence,
   * heads · size]}, the keys and the values with those of the past in front.
   *
   * @param heads number of query heads
   * @param keyValueHeads number of key and value heads
   * @param headSize width of one head; ONNX Runtime rotates only multiples of 16
   */
  record GroupQueryAttention(int heads, int keyValueHeads, int headSize) implements Fused {
    @Override
    public String opType() {
      return "GroupQueryAttention";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of(
          "num_heads", new Attribute.Int(heads),
          "kv_num_heads", new Attribute.Int(keyValueHeads),
          "do_rotary", new Attribute.Int(1));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(9, 9);
      if (headSize % 16 != 0) {
        throw new IllegalArgumentException(
            "ONNX Runtime rotates heads of a multiple of 16, found " + headSize);
      }
      ElementType element =
          inputs.requireElement(0, ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16);
      inputs.requireSameElement(5);
      Shape query = inputs.shape(0, 3);
      boolean together = inputs.optional(1).isEmpty();
      requireWidth("query", together ? heads + 2 * keyValueHeads : heads, query);
      if (!together) {
        requireWidth("key", keyValueHeads, inputs.shape(1, 3));
        requireWidth("value", keyValueHeads, inputs.shape(2, 3));
      }
      inputs.requireElement(5, ElementType.INT32);
      OperatorInputs.requireEqual(
          "rows of the query and lengths", query.get(0), inputs.shape(5, 1).get(0));
      inputs.requireElement(6, ElementType.INT32);
      for (int rotation = 7; rotation <= 8; rotation++) {
        inputs.requireElement(rotation, element);
        OperatorInputs.requireEqual(
            "width of the rotation and half a head",
            Dimension.of(headSize / 2),
            inputs.shape(rotation, 2).get(1));
      }
      ValueType cache =
          new ValueType(
              element,
              Shape.of(
                  query.get(0),
                  Dimension.of(keyValueHeads),
                  inputs.optional(3).isPresent() ? Dimension.of("total") : query.get(1),
                  Dimension.of(headSize)));
      Dimension width = Dimension.of((long) heads * headSize);
      return List.of(new ValueType(element, query.with(2, width)), cache, cache);
    }

    private void requireWidth(String what, int count, Shape shape) {
      OperatorInputs.requireEqual(
          "heads and width of the " + what, Dimension.of((long) count * headSize), shape.get(2));
    }
  }

  private static void requireWeight(OperatorInputs inputs, int index) {
    OperatorInputs.requireEqual(
        "width of the input and of the norm's weight",
        inputs.get(0).shape().get(-1),
        inputs.shape(index, 1).get(0));
  }
}
