package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.Fused;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Node;
import io.github.em4j.onnx.graph.Operator;
import io.github.em4j.onnx.graph.Product;
import io.github.em4j.onnx.graph.Reduction;
import io.github.em4j.onnx.graph.Scatter;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.Softmax;
import io.github.em4j.onnx.graph.Total;
import io.github.em4j.onnx.graph.Unary;
import io.github.em4j.onnx.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The derivative of every operator that a training graph is made of. In each rule {@code y} is what
 * the operator computed, {@code g} the gradient of the loss by {@code y}, and what is added to the
 * sink the gradient of the loss by an input.
 */
final class GradientRules {
  private final GraphBuilder graph;
  private final RuntimeSizes sizes;

  /** What was expanded to a value: a product with it broadcasts instead. */
  private final Map<Value, Value> narrow = new HashMap<>();

  /** Takes the gradients of inputs; what nobody asks for is never built. */
  @FunctionalInterface
  interface Sink {

    /** The gradient by an input, counted from 0. */
    void add(int input, Supplier<Value> gradient);
  }

  GradientRules(GraphBuilder graph, RuntimeSizes sizes) {
    this.graph = graph;
    this.sizes = sizes;
  }

  /**
   * Goes one operator back.
   *
   * @throws IllegalArgumentException if there is no rule for the operator
   */
  void propagate(Node node, Value g, Sink sink) {
    Operator operator = node.operator();
    if (operator instanceof Unary unary) {
      unary(unary, node, g, sink);
    } else if (operator instanceof Binary binary) {
      binary(binary, node, g, sink);
    } else if (operator instanceof Product.FusedMatMul product) {
      product(product, node, g, sink);
    } else if (operator instanceof Product.MatMul) {
      product(new Product.FusedMatMul(false, false, 1), node, g, sink);
    } else if (operator instanceof Reduction reduction) {
      reduction(reduction, node, g, sink);
    } else if (operator instanceof Total) {
      sink.add(0, () -> expand(g, input(node, 0).shape()));
    } else if (operator instanceof Softmax) {
      softmax(node, g, sink);
    } else if (operator instanceof Layout layout) {
      layout(layout, node, g, sink);
    } else if (operator instanceof Placement placement) {
      placement(placement, node, g, sink);
    } else if (operator instanceof Fused fused) {
      fused(fused, node, g, sink);
    } else {
      throw unknown(node);
    }
  }

  private static IllegalArgumentException unknown(Node node) {
    return new IllegalArgumentException(
        "%s: no derivative of %s is known".formatted(node.name(), node.operator()));
  }

  private void unary(Unary operator, Node node, Value g, Sink sink) {
    Value x = input(node, 0);
    Value y = node.outputs().get(0);
    sink.add(
        0,
        () ->
            switch (operator) {
              case IDENTITY -> g;
              case NEG -> graph.apply(Unary.NEG, g);
              case EXP -> times(g, y);
              case LOG -> graph.apply(Binary.DIV, g, x);
              case SQRT -> graph.apply(Binary.DIV, times(g, graph.number(0.5f)), y);
              case RECIPROCAL -> graph.apply(Unary.NEG, times(g, times(y, y)));
              case SIGMOID -> times(g, minus(y, times(y, y)));
              case ABS, ROUND -> throw unknown(node);
            });
  }

  private void binary(Binary operator, Node node, Value g, Sink sink) {
    Value a = input(node, 0);
    Value b = input(node, 1);
    switch (operator) {
      case ADD -> {
        sink.add(0, () -> sumTo(a.shape(), g));
        sink.add(1, () -> sumTo(b.shape(), g));
      }
      case SUB -> {
        sink.add(0, () -> sumTo(a.shape(), g));
        sink.add(1, () -> sumTo(b.shape(), graph.apply(Unary.NEG, g)));
      }
      case MUL -> {
        sink.add(0, () -> sumTo(a.shape(), times(g, b)));
        sink.add(1, () -> sumTo(b.shape(), times(g, a)));
      }
      case DIV -> {
        sink.add(0, () -> sumTo(a.shape(), graph.apply(Binary.DIV, g, b)));
        sink.add(
            1,
            () -> {
              Value quotient = graph.apply(Binary.DIV, node.outputs().get(0), b);
              return sumTo(b.shape(), graph.apply(Unary.NEG, times(g, quotient)));
            });
      }
      case MAX, MIN, POW -> throw unknown(node);
    }
  }

  /** {@code y = α · op(a) · op(b)}. */
  private void product(Product.FusedMatMul p, Node node, Value g, Sink sink) {
    Value a = input(node, 0);
    Value b = input(node, 1);
    sink.add(
        0,
        () ->
            sumTo(
                a.shape(),
                p.transposeA()
                    ? product(b, g, p.transposeB(), true, p.alpha())
                    : product(g, b, false, !p.transposeB(), p.alpha())));
    sink.add(
        1,
        () ->
            sumTo(
                b.shape(),
                p.transposeB()
                    ? product(g, a, true, p.transposeA(), p.alpha())
                    : product(a, g, !p.transposeA(), false, p.alpha())));
  }

  private Value product(Value a, Value b, boolean transposeA, boolean transposeB, float alpha) {
    return graph.apply(new Product.FusedMatMul(transposeA, transposeB, alpha), a, b);
  }

  private void reduction(Reduction reduction, Node node, Value g, Sink sink) {
    Value x = input(node, 0);
    Value y = node.outputs().get(0);
    sink.add(
        0,
        () ->
            switch (reduction.kind()) {
              case SUM -> expand(g, x.shape());
              case MEAN -> expand(times(g, perNumber(x, reduction.axis())), x.shape());
              // The softmax.
              case LOG_SUM_EXP -> times(g, graph.apply(Unary.EXP, minus(x, y)));
              case MAX, MIN -> throw unknown(node);
            });
  }

  private Value perNumber(Value x, int axis) {
    Dimension size = x.shape().get(axis);
    if (!size.isFixed()) {
      throw new IllegalArgumentException(
          "a mean over an axis of unknown size has no rule, found " + x.shape());
    }
    return graph.number(1f / size.coefficient());
  }

  /** {@code dx = y ⊙ (g - Σ g ⊙ y)}. */
  private void softmax(Node node, Value g, Sink sink) {
    Value y = node.outputs().get(0);
    sink.add(0, () -> times(y, minus(g, graph.reduce(Reduction.Kind.SUM, times(g, y)))));
  }

  private void layout(Layout layout, Node node, Value g, Sink sink) {
    Value x = input(node, 0);
    if (layout instanceof Layout.Reshape) {
      sink.add(0, () -> reshape(g, x.shape()));
    } else if (layout instanceof Layout.Transpose transpose) {
      sink.add(0, () -> graph.apply(new Layout.Transpose(inverse(transpose.axes())), g));
    } else if (layout instanceof Layout.Expand) {
      sink.add(0, () -> sumTo(x.shape(), g));
    } else if (layout instanceof Layout.Cast && x.element().isFloatingPoint()) {
      sink.add(0, () -> graph.cast(g, x.element()));
    } else if (layout instanceof Layout.Gather gather && gather.axis() == 0) {
      sink.add(0, () -> scatterRows(x.shape(), input(node, 1), g));
    } else if (layout instanceof Layout.GatherElements gather) {
      sink.add(
          0,
          () ->
              graph.apply(
                  new Scatter.Elements(gather.axis()), zeros(x.shape()), input(node, 1), g));
    } else {
      throw unknown(node);
    }
  }

  /** Rows that were picked several times get the sum. */
  private Value scatterRows(Shape data, Value picked, Value g) {
    Dimension count = picked.shape().count();
    Value indices = reshape(picked, Shape.of(count, Dimension.of(1)));
    return graph.apply(new Scatter.Rows(), zeros(data), indices, reshape(g, data.with(0, count)));
  }

  private void placement(Placement placement, Node node, Value g, Sink sink) {
    Value x = input(node, 0);
    sink.add(
        0,
        () -> {
          Shape rows = x.shape().with(0, input(node, 1).shape().count());
          Value back = graph.apply(new Layout.Gather(0), reshape(g, rows), placement.back());
          Value kept = placement.occupied().map(mask -> times(back, mask)).orElse(back);
          return reshape(kept, x.shape());
        });
  }

  private void fused(Fused fused, Node node, Value g, Sink sink) {
    if (fused instanceof Fused.RmsNorm) {
      rmsNorm(node, g, sink);
    } else if (fused instanceof Fused.QuickGelu silu) {
      silu(silu.alpha(), node, g, sink);
    } else if (fused instanceof Fused.RotaryEmbedding) {
      // A rotation back.
      sink.add(
          0,
          () ->
              graph.apply(
                  new Fused.RotaryEmbedding(),
                  g,
                  input(node, 1),
                  input(node, 2),
                  graph.apply(Unary.NEG, input(node, 3))));
    } else {
      throw unknown(node);
    }
  }

  /**
   * With {@code r = 1 / rms(x)} and {@code h = g ⊙ w}: {@code dx = r h - x r³ mean(h ⊙ x)}, {@code
   * dw = Σ g ⊙ x r}.
   */
  private void rmsNorm(Node node, Value g, Sink sink) {
    Value x = input(node, 0);
    Value w = input(node, 1);
    if (node.outputs().size() < 2) {
      throw new IllegalArgumentException(
          node.name() + ": the derivative needs the second output of the norm");
    }
    Value r = node.outputs().get(1);
    sink.add(
        0,
        () -> {
          Value h = times(g, w);
          Value mean = graph.reduce(Reduction.Kind.MEAN, times(h, x));
          Value shrink = times(mean, times(r, times(r, r)));
          return minus(times(h, r), times(x, shrink));
        });
    sink.add(1, () -> sumTo(w.shape(), times(g, times(x, r))));
  }

  /** {@code y = x σ(αx)}, so with {@code s = σ(αx)}: {@code dx = g ⊙ s ⊙ (1 + α (x - y))}. */
  private void silu(float alpha, Node node, Value g, Sink sink) {
    Value x = input(node, 0);
    sink.add(
        0,
        () -> {
          Value s = graph.apply(Unary.SIGMOID, scaled(x, alpha));
          Value rest = scaled(minus(x, node.outputs().get(0)), alpha);
          return times(g, times(s, graph.apply(Binary.ADD, rest, graph.number(1))));
        });
  }

  private Value scaled(Value x, float factor) {
    return factor == 1 ? x : times(x, graph.number(factor));
  }

  private static Value input(Node node, int index) {
    return node.inputs().get(index).orElseThrow();
  }

  private Value times(Value a, Value b) {
    Value factor = narrow.getOrDefault(a, a);
    return graph.apply(Binary.MUL, a.shape().equals(b.shape()) ? factor : a, b);
  }

  private Value minus(Value a, Value b) {
    return graph.apply(Binary.SUB, a, b);
  }

  /** Undoes broadcasting: an axis that was repeated gets the sum over it. */
  private Value sumTo(Shape shape, Value g) {
    int added = g.shape().rank() - shape.rank();
    Value sum = g;
    for (int axis = 0; axis < g.shape().rank(); axis++) {
      Dimension wanted = axis < added ? Dimension.of(1) : shape.get(axis - added);
      if (!wanted.equals(sum.shape().get(axis))) {
        sum = graph.reduce(Reduction.Kind.SUM, sum, axis);
      }
    }
    return reshape(sum, shape);
  }

  private Value expand(Value g, Shape shape) {
    if (g.shape().equals(shape)) {
      return g;
    }
    Value wide = graph.apply(new Layout.Expand(shape), g, sizes.of(shape));
    narrow.put(wide, g);
    return wide;
  }

  private Value zeros(Shape shape) {
    return expand(graph.number(0), shape);
  }

  private Value reshape(Value g, Shape shape) {
    return g.shape().equals(shape) ? g : graph.apply(new Layout.Reshape(shape), g, sizes.of(shape));
  }

  private static List<Integer> inverse(List<Integer> axes) {
    List<Integer> inverse = new ArrayList<>(axes);
    for (int i = 0; i < axes.size(); i++) {
      inverse.set(axes.get(i), i);
    }
    return inverse;
  }
}
