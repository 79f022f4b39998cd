package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Comparison;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Reduction;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.TensorData;
import io.github.em4j.onnx.graph.Total;
import io.github.em4j.onnx.graph.Unary;
import io.github.em4j.onnx.graph.Value;
import io.github.em4j.onnx.graph.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The end of a {@link TrainingGraph}: from hidden states to {@code Σ weight · (log Σ exp(logits) -
 * logit of the target)}, in FLOAT from the logits on.
 */
final class CrossEntropy {
  private final GraphBuilder graph;
  private final DecoderParameters parameters;
  private final ElementType compute;

  CrossEntropy(GraphBuilder graph, DecoderParameters parameters, ElementType compute) {
    this.graph = graph;
    this.parameters = parameters;
    this.compute = compute;
  }

  /**
   * The weighted sum of the cross entropies of a head.
   *
   * @param h the hidden states {@code [outputs, hidden]}
   * @param head {@code [classes, hidden]}
   * @param prefix in front of the names of its inputs
   * @return a FLOAT scalar
   */
  Value of(Value h, Value head, String prefix) {
    Dimension count = Dimension.of(prefix + "targets");
    Shape column = Shape.of(count, Dimension.of(1));
    Value outputs =
        graph.input(prefix + TrainingGraph.TARGET_OUTPUTS, ElementType.INT64, Shape.of(count));
    Value targets = graph.input(prefix + TrainingGraph.TARGETS, ElementType.INT64, column);
    Value weights = graph.input(prefix + TrainingGraph.TARGET_WEIGHTS, ElementType.FLOAT, column);
    Value asked = graph.apply(new Layout.Gather(0), h, outputs);
    Value entropies =
        compute == ElementType.FLOAT
            ? exactly(asked, head, graph.reshape(targets, Shape.of(count)))
            : rounded(asked, head, targets, prefix + "classes");
    return graph.apply(new Total(), graph.apply(Binary.MUL, entropies, weights));
  }

  /**
   * The logits of the targets are products of their own: taken from the logits of all classes, they
   * would pass over all of these again on the way back.
   */
  private Value exactly(Value asked, Value head, Value targets) {
    Value rows = graph.apply(new Layout.Gather(0), head, targets);
    Value chosen = sum(graph.apply(Binary.MUL, asked, rows));
    return graph.apply(Binary.SUB, logSumExp(parameters.product(asked, head, 1)), chosen);
  }

  /**
   * The logits of the targets are taken from those of all classes, which 16 bits have rounded: so
   * their rounding drops out where a target is certain, and the gradient by the logits is as small
   * then before it is rounded. They are picked by a product with ones and zeros, whose way back is
   * nothing that CUDA may add up in any order.
   */
  private Value rounded(Value asked, Value head, Value targets, String classes) {
    Value logits = graph.cast(parameters.product(asked, head, 1), ElementType.FLOAT);
    Value isTarget = graph.apply(Comparison.EQUAL, targets, numbers(logits, classes));
    Value chosen = sum(graph.apply(Binary.MUL, logits, graph.cast(isTarget, ElementType.FLOAT)));
    return graph.apply(Binary.SUB, logSumExp(logits), chosen);
  }

  /** The numbers of all classes, INT64 {@code [1, classes]}. */
  private Value numbers(Value logits, String name) {
    int count = Math.toIntExact(logits.shape().get(-1).coefficient());
    ByteBuffer numbers = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int number = 0; number < count; number++) {
      numbers.putLong(number);
    }
    ValueType type = new ValueType(ElementType.INT64, Shape.of(1, count));
    return graph.constant(name, type, new TensorData.Inline(numbers.flip()));
  }

  /** Written out, ten times as fast as ONNX Runtime's own, and the exponentials are kept. */
  private Value logSumExp(Value x) {
    Value largest = graph.apply(new Detached(), graph.reduce(Reduction.Kind.MAX, x));
    Value exponentials = graph.apply(Unary.EXP, graph.apply(Binary.SUB, x, largest));
    return graph.apply(Binary.ADD, graph.apply(Unary.LOG, sum(exponentials)), largest);
  }

  private Value sum(Value x) {
    return graph.reduce(Reduction.Kind.SUM, x);
  }
}
