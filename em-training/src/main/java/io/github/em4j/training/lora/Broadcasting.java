package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Reduction;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.Value;
import java.util.HashMap;
import java.util.Map;

/** What gradients are made of: arithmetic on values of different shapes, and its way back. */
final class Broadcasting {
  private final GraphBuilder graph;
  private final RuntimeSizes sizes;

  /** What was expanded to a value: a product with it broadcasts instead. */
  private final Map<Value, Value> narrow = new HashMap<>();

  Broadcasting(GraphBuilder graph, RuntimeSizes sizes) {
    this.graph = graph;
    this.sizes = sizes;
  }

  /** {@code factor · x}. */
  Value scaled(Value x, float factor) {
    return factor == 1 ? x : times(x, number(factor, x));
  }

  /** A number of the type of a tensor. */
  Value number(float number, Value like) {
    return graph.number(number, like.element());
  }

  /**
   * The same numbers in single precision where they have 16 bits: for what is lost in those, and
   * for what ONNX Runtime cannot compute in them on CUDA. Of two operands ONNX Runtime computes the
   * one first that was made later; so an activation is to be widened before the gradient that it
   * meets is made, else it may lie there wide long before that gradient arrives.
   */
  Value wide(Value x) {
    boolean half = x.element() == ElementType.BFLOAT16 || x.element() == ElementType.FLOAT16;
    return half ? graph.cast(x, ElementType.FLOAT) : x;
  }

  /** Numbers in the type of another tensor. */
  Value like(Value other, Value x) {
    return graph.cast(x, other.element());
  }

  /**
   * {@code a ⊙ b}, with b repeated where it is smaller, and a where it was expanded to b's shape.
   */
  Value times(Value a, Value b) {
    Value factor = narrow.getOrDefault(a, a);
    return graph.apply(Binary.MUL, a.shape().equals(b.shape()) ? factor : a, b);
  }

  /** {@code a - b}. */
  Value minus(Value a, Value b) {
    return graph.apply(Binary.SUB, a, b);
  }

  /** Undoes broadcasting: an axis that was repeated gets the sum over it. */
  Value sumTo(Shape shape, Value g) {
    int added = g.shape().rank() - shape.rank();
    Value sum = g;
    for (int axis = 0; axis < g.shape().rank(); axis++) {
      Dimension wanted = axis < added ? Dimension.of(1) : shape.get(axis - added);
      if (!wanted.equals(sum.shape().get(axis))) {
        sum = graph.reduce(Reduction.Kind.SUM, wide(sum), axis);
      }
    }
    return reshape(like(g, sum), shape);
  }

  /** Repeats g to a shape. */
  Value expand(Value g, Shape shape) {
    if (g.shape().equals(shape)) {
      return g;
    }
    Value wide = graph.apply(new Layout.Expand(shape), g, sizes.of(shape));
    narrow.put(wide, g);
    return wide;
  }

  /** Zeros of a shape and of the type of a tensor. */
  Value zeros(Shape shape, Value like) {
    return expand(number(0, like), shape);
  }

  /** The same numbers in another shape. */
  Value reshape(Value g, Shape shape) {
    return g.shape().equals(shape) ? g : graph.apply(new Layout.Reshape(shape), g, sizes.of(shape));
  }
}
