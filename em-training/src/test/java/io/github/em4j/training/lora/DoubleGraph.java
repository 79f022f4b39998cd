package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.Fused;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Initializer;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Node;
import io.github.em4j.onnx.graph.Operator;
import io.github.em4j.onnx.graph.Product;
import io.github.em4j.onnx.graph.Reduction;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.TensorData;
import io.github.em4j.onnx.graph.Unary;
import io.github.em4j.onnx.graph.Value;
import io.github.em4j.onnx.graph.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same graph in double precision, so that finite differences can be compared with gradients:
 * every FLOAT becomes a DOUBLE, and operators that ONNX Runtime has only in single precision are
 * written out.
 */
final class DoubleGraph {
  private final GraphBuilder graph;
  private final Map<Value, Value> values = new HashMap<>();

  private DoubleGraph(String name) {
    graph = new GraphBuilder(name);
  }

  static Graph of(Graph single) {
    DoubleGraph result = new DoubleGraph(single.name());
    single
        .inputs()
        .forEach(
            input ->
                result.values.put(
                    input,
                    result.graph.input(input.name(), widened(input.element()), input.shape())));
    single.initializers().forEach(result::constant);
    for (Node node : single.nodes()) {
      if (single.outputs().contains(node.outputs().get(0))) {
        Value output = node.outputs().get(0);
        result.values.put(output, result.values.get(node.inputs().get(0).orElseThrow()));
        result.graph.output(output.name(), result.of(output));
      } else {
        result.node(node);
      }
    }
    return result.graph.build();
  }

  private static ElementType widened(ElementType element) {
    return element == ElementType.FLOAT ? ElementType.DOUBLE : element;
  }

  private void constant(Initializer initializer) {
    Value value = initializer.value();
    values.put(
        value,
        value.element() == ElementType.FLOAT
            ? graph.constant(
                value.name(),
                new ValueType(ElementType.DOUBLE, value.shape()),
                widened(initializer.data()))
            : graph.constant(value.name(), value.type(), initializer.data()));
  }

  private static TensorData widened(TensorData data) {
    ByteBuffer bytes =
        data instanceof TensorData.InFile file
            ? file.tensor().map()
            : data instanceof TensorData.InMemory memory
                ? memory.buffer()
                : ((TensorData.Inline) data).bytes();
    FloatBuffer floats = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    ByteBuffer doubles =
        ByteBuffer.allocate(floats.remaining() * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (floats.hasRemaining()) {
      doubles.putDouble(floats.get());
    }
    return new TensorData.Inline(doubles.flip());
  }

  private Value of(Value single) {
    return requireNonNull(values.get(single), single.name());
  }

  private void node(Node node) {
    List<Value> inputs = node.inputs().stream().map(input -> of(input.orElseThrow())).toList();
    List<Value> outputs = apply(node, inputs);
    for (int i = 0; i < outputs.size(); i++) {
      values.put(node.outputs().get(i), outputs.get(i));
    }
  }

  private List<Value> apply(Node node, List<Value> x) {
    Operator operator = node.operator();
    if (operator instanceof Product.FusedMatMul product) {
      Value a = product.transposeA() ? transposed(x.get(0)) : x.get(0);
      Value b = product.transposeB() ? transposed(x.get(1)) : x.get(1);
      return List.of(times(graph.apply(new Product.MatMul(), a, b), number(product.alpha())));
    }
    if (operator instanceof Fused.QuickGelu silu) {
      return List.of(times(x.get(0), sigmoid(times(x.get(0), number(silu.alpha())))));
    }
    if (operator == Unary.SIGMOID) {
      return List.of(sigmoid(x.get(0)));
    }
    if (operator instanceof Fused.RmsNorm norm) {
      return rmsNorm(x.get(0), x.get(1), norm.epsilon());
    }
    if (operator instanceof Fused.RotaryEmbedding) {
      return List.of(rotate(x));
    }
    if (operator instanceof Layout.Cast cast) {
      return List.of(graph.cast(x.get(0), widened(cast.to())));
    }
    return graph.apply(operator, x.stream().map(Optional::of).toList(), node.outputs().size());
  }

  private Value transposed(Value x) {
    return graph.apply(Layout.Transpose.ofMatrices(x.shape().rank()), x);
  }

  /** Not ONNX's Sigmoid: ONNX Runtime would fuse it into an operator without double precision. */
  private Value sigmoid(Value x) {
    Value rest = graph.apply(Unary.EXP, graph.apply(Unary.NEG, x));
    return graph.apply(Unary.RECIPROCAL, graph.apply(Binary.ADD, rest, number(1)));
  }

  private List<Value> rmsNorm(Value x, Value w, double epsilon) {
    Value square = graph.reduce(Reduction.Kind.MEAN, times(x, x));
    Value root = graph.apply(Unary.SQRT, graph.apply(Binary.ADD, square, number(epsilon)));
    Value inverse = graph.apply(Unary.RECIPROCAL, root);
    return List.of(times(times(x, inverse), w), inverse);
  }

  private Value rotate(List<Value> inputs) {
    Value x = inputs.get(0);
    Dimension half = inputs.get(2).shape().get(1);
    Dimension size = half.times(Dimension.of(2));
    Dimension heads = Dimension.of(x.shape().get(2).coefficient() / size.coefficient());
    Value byHead = graph.reshape(x, Shape.of(x.shape().get(0), heads, size));
    Value a = half(byHead, half, 0);
    Value b = half(byHead, half, half.coefficient());
    Value cosine = graph.apply(new Layout.Gather(0), inputs.get(2), inputs.get(1));
    Value sine = graph.apply(new Layout.Gather(0), inputs.get(3), inputs.get(1));
    Value first = graph.apply(Binary.SUB, times(a, cosine), times(b, sine));
    Value second = graph.apply(Binary.ADD, times(b, cosine), times(a, sine));
    return graph.reshape(graph.apply(new Layout.Concat(2), first, second), x.shape());
  }

  private Value half(Value x, Dimension length, long from) {
    return graph.apply(
        new Layout.Slice(2, length),
        x,
        graph.numbers(from),
        graph.numbers(from + length.coefficient()),
        graph.numbers(2));
  }

  private Value times(Value a, Value b) {
    return graph.apply(Binary.MUL, a, b);
  }

  private Value number(double number) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return graph.constant(
        "double" + number,
        new ValueType(ElementType.DOUBLE, Shape.SCALAR),
        new TensorData.Inline(bytes.putDouble(number).flip()));
  }
}
