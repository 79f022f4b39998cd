package io.github.em4j.training.lora;

import com.google.common.base.Suppliers;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The derivative of every operator that a training graph is made of. In each rule {@code y} is what
 * the operator computed, {@code g} the gradient of the loss by {@code y}, and what is added to the
 * sink the gradient of the loss by an input.
 */
final class GradientRules {
  private final GraphBuilder graph;
  private final Broadcasting numbers;
  private final FusedGradientRules fused;
  private final RowDots rowDots = new RowDots();

  /** Takes the gradients of inputs; what nobody asks for is never built. */
  @FunctionalInterface
  interface Sink {

    /** The gradient by an input, counted from 0. */
    void add(int input, Supplier<Value> gradient);
  }

  GradientRules(GraphBuilder graph, RuntimeSizes sizes) {
    this.graph = graph;
    numbers = new Broadcasting(graph, sizes);
    fused = new FusedGradientRules(graph, numbers);
  }

  /**
   * Goes one operator back.
   *
   * @param gradients by each of its outputs, at least by one
   * @throws IllegalArgumentException if there is no rule for the operator, or for another output
   *     than its first
   */
  void propagate(Node node, List<Optional<Value>> gradients, Sink sink) {
    if (node.operator() instanceof Layout.Split split) {
      sink.add(0, () -> together(split, node, gradients));
    } else if (gradients.stream().skip(1).anyMatch(Optional::isPresent)) {
      throw unknown(node);
    } else {
      propagate(node, gradients.get(0).orElseThrow(), sink);
    }
  }

  private void propagate(Node node, Value g, Sink sink) {
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
      sink.add(0, () -> numbers.expand(g, input(node, 0).shape()));
    } else if (operator instanceof Floored) {
      sink.add(0, () -> g);
    } else if (operator instanceof Softmax) {
      softmax(node, g, sink);
    } else if (operator instanceof Layout layout) {
      layout(layout, node, g, sink);
    } else if (operator instanceof Placement placement) {
      placement(placement, node, g, sink);
    } else if (operator instanceof Prefix prefix) {
      sink.add(0, () -> filledUp(prefix, input(node, 0).shape(), g));
    } else if (operator instanceof Fused kernel) {
      fused.propagate(kernel, node, g, sink);
    } else {
      throw unknown(node);
    }
  }

  static IllegalArgumentException unknown(Node node) {
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
              case EXP -> numbers.times(g, y);
              case LOG -> graph.apply(Binary.DIV, g, x);
              case SQRT -> graph.apply(Binary.DIV, numbers.times(g, numbers.number(0.5f, g)), y);
              case RECIPROCAL -> graph.apply(Unary.NEG, numbers.times(g, numbers.times(y, y)));
              case SIGMOID -> numbers.times(g, numbers.minus(y, numbers.times(y, y)));
              case ABS, ROUND -> throw unknown(node);
            });
  }

  private void binary(Binary operator, Node node, Value g, Sink sink) {
    Value a = input(node, 0);
    Value b = input(node, 1);
    switch (operator) {
      case ADD -> {
        sink.add(0, () -> numbers.sumTo(a.shape(), g));
        sink.add(1, () -> numbers.sumTo(b.shape(), g));
      }
      case SUB -> {
        sink.add(0, () -> numbers.sumTo(a.shape(), g));
        sink.add(1, () -> numbers.sumTo(b.shape(), graph.apply(Unary.NEG, g)));
      }
      case MUL -> {
        sink.add(0, () -> numbers.sumTo(a.shape(), numbers.times(g, b)));
        sink.add(1, () -> numbers.sumTo(b.shape(), numbers.times(g, a)));
      }
      case DIV -> {
        sink.add(0, () -> numbers.sumTo(a.shape(), graph.apply(Binary.DIV, g, b)));
        sink.add(
            1,
            () -> {
              Value quotient = graph.apply(Binary.DIV, node.outputs().get(0), b);
              return numbers.sumTo(b.shape(), graph.apply(Unary.NEG, numbers.times(g, quotient)));
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
        () -> {
          if (p.transposeA()) {
            return numbers.sumTo(a.shape(), product(b, g, p.transposeB(), true, p.alpha()));
          }
          Value da = product(g, b, false, !p.transposeB(), p.alpha());
          if (da.shape().equals(a.shape())) {
            rowDots.put(a, da, () -> rowDot(g, node.outputs().get(0)));
          }
          return numbers.sumTo(a.shape(), da);
        });
    sink.add(
        1,
        () ->
            numbers.sumTo(
                b.shape(),
                p.transposeB()
                    ? transposedProduct(g, a, p.transposeA(), p.alpha())
                    : p.transposeA()
                        ? product(a, g, false, false, p.alpha())
                        : transposedProduct(a, g, false, p.alpha())));
  }

  /**
   * {@code α · aᵀ · op(b)}. On the CPU ONNX Runtime transposes the left factor as it multiplies,
   * which takes as long as the product itself where b is as narrow as a head and a as wide as an
   * example is long; there {@code (bᵀ · a)ᵀ} takes three quarters of the time.
   */
  private Value transposedProduct(Value a, Value b, boolean transposeB, float alpha) {
    boolean narrow = b.shape().get(-1).isFixed() && !a.shape().get(-1).isFixed();
    return transposeB || !narrow
        ? product(a, b, true, transposeB, alpha)
        : transposed(product(b, a, true, false, alpha));
  }

  private Value transposed(Value x) {
    return graph.apply(Layout.Transpose.ofMatrices(x.shape().rank()), x);
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
              case SUM -> numbers.expand(g, x.shape());
              case MEAN ->
                  numbers.expand(numbers.times(g, perNumber(x, reduction.axis())), x.shape());
              // The softmax.
              case LOG_SUM_EXP -> numbers.times(g, graph.apply(Unary.EXP, numbers.minus(x, y)));
              case MAX, MIN -> throw unknown(node);
            });
  }

  private Value perNumber(Value x, int axis) {
    Dimension size = x.shape().get(axis);
    if (!size.isFixed()) {
      throw new IllegalArgumentException(
          "a mean over an axis of unknown size has no rule, found " + x.shape());
    }
    return numbers.number(1f / size.coefficient(), x);
  }

  /** {@code dx = y ⊙ (g - Σ g ⊙ y)}; what is left of the difference is too little for 16 bits. */
  private void softmax(Node node, Value g, Sink sink) {
    Value y = node.outputs().get(0);
    sink.add(
        0,
        () -> {
          Value wide = numbers.wide(y);
          Value dots = rowDots.find(y, g).map(Supplier::get).orElseGet(() -> rowDot(g, y));
          Value rest = numbers.minus(numbers.wide(g), dots);
          return numbers.like(y, numbers.times(wide, rest));
        });
  }

  private Value rowDot(Value g, Value y) {
    Value wide = numbers.wide(y);
    return graph.reduce(Reduction.Kind.SUM, numbers.times(numbers.wide(g), wide));
  }

  private Value together(Layout.Split split, Node node, List<Optional<Value>> gradients) {
    Value known = gradients.stream().flatMap(Optional::stream).findFirst().orElseThrow();
    List<Value> pieces = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      Shape piece = node.outputs().get(i).shape();
      pieces.add(gradients.get(i).orElseGet(() -> numbers.zeros(piece, known)));
    }
    return graph.concat(split.axis(), pieces);
  }

  private void concat(Layout.Concat concat, Node node, Value g, Sink sink) {
    List<Long> sizes =
        node.inputs().stream()
            .map(input -> fixedSize(node, input.orElseThrow(), concat.axis()))
            .toList();
    Supplier<List<Value>> pieces = Suppliers.memoize(() -> graph.split(g, concat.axis(), sizes));
    for (int i = 0; i < sizes.size(); i++) {
      int piece = i;
      sink.add(i, () -> pieces.get().get(piece));
    }
  }

  private static long fixedSize(Node node, Value x, int axis) {
    Dimension size = x.shape().get(axis);
    if (!size.isFixed()) {
      throw new IllegalArgumentException(
          "%s: pieces of unknown size have no rule, found %s".formatted(node.name(), x.shape()));
    }
    return size.coefficient();
  }

  private void layout(Layout layout, Node node, Value g, Sink sink) {
    Value x = input(node, 0);
    if (layout instanceof Layout.Reshape) {
      sink.add(0, () -> unshaped(x, node.outputs().get(0), g));
    } else if (layout instanceof Layout.Transpose transpose) {
      sink.add(0, () -> graph.apply(new Layout.Transpose(inverse(transpose.axes())), g));
    } else if (layout instanceof Layout.Expand) {
      sink.add(0, () -> numbers.sumTo(x.shape(), g));
    } else if (layout instanceof Layout.Concat concat) {
      concat(concat, node, g, sink);
    } else if (layout instanceof Layout.Cast && x.element().isFloatingPoint()) {
      sink.add(0, () -> graph.cast(g, x.element()));
    } else if (layout instanceof Layout.Gather gather && gather.axis() == 0) {
      sink.add(0, () -> scatterRows(x.shape(), input(node, 1), g));
    } else if (layout instanceof Layout.GatherElements gather) {
      sink.add(
          0,
          () -> {
            Value wide = numbers.wide(g);
            Value zeros = numbers.zeros(x.shape(), wide);
            Scatter.Elements scatter = new Scatter.Elements(gather.axis());
            return numbers.like(g, graph.apply(scatter, zeros, input(node, 1), wide));
          });
    } else {
      throw unknown(node);
    }
  }

  private Value unshaped(Value x, Value y, Value g) {
    Value dx = numbers.reshape(g, x.shape());
    if (x.shape().rank() > 0
        && y.shape().rank() > 0
        && x.shape().get(-1).equals(y.shape().get(-1))) {
      // The rows are the same.
      Shape column = x.shape().with(x.shape().rank() - 1, Dimension.of(1));
      rowDots
          .find(y, g)
          .ifPresent(dots -> rowDots.put(x, dx, () -> numbers.reshape(dots.get(), column)));
    }
    return dx;
  }

  /** Rows that were picked several times get the sum. */
  private Value scatterRows(Shape data, Value picked, Value g) {
    Dimension count = picked.shape().count();
    Value indices = numbers.reshape(picked, Shape.of(count, Dimension.of(1)));
    Value rows = numbers.reshape(numbers.wide(g), data.with(0, count));
    Value sums = graph.apply(new Scatter.Rows(), numbers.zeros(data, rows), indices, rows);
    return numbers.like(g, sums);
  }

  private void placement(Placement placement, Node node, Value g, Sink sink) {
    Value x = input(node, 0);
    sink.add(
        0,
        () -> {
          Shape rows = x.shape().with(0, input(node, 1).shape().count());
          Value back =
              graph.apply(new Layout.Gather(0), numbers.reshape(g, rows), placement.back());
          Value kept = placement.occupied().map(mask -> numbers.times(back, mask)).orElse(back);
          return numbers.reshape(kept, x.shape());
        });
  }

  private Value filledUp(Prefix prefix, Shape whole, Value g) {
    Dimension rest = whole.get(prefix.axis()).minus(prefix.length());
    Value zeros = numbers.zeros(whole.with(prefix.axis(), rest), g);
    return graph.concat(prefix.axis(), List.of(g, zeros));
  }

  static Value input(Node node, int index) {
    return node.inputs().get(index).orElseThrow();
  }

  private static List<Integer> inverse(List<Integer> axes) {
    List<Integer> inverse = new ArrayList<>(axes);
    for (int i = 0; i < axes.size(); i++) {
      inverse.set(axes.get(i), i);
    }
    return inverse;
  }
}
