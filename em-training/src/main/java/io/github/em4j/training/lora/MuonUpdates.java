package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.Product;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.TensorData;
import io.github.em4j.onnx.graph.Value;
import io.github.em4j.onnx.graph.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The part of {@link Optimizer.Muon} for matrices; those of one shape go through one graph run, or
 * several where they are more numbers than a buffer takes.
 */
final class MuonUpdates implements ParameterUpdates {
  private static final int NEWTON_SCHULZ_STEPS = 5;

  /** The polynomial of Jordan et al.: steep at zero, so that small singular values grow fast. */
  private static final float A = 3.4445f;

  private static final float B = -4.7750f;
  private static final float C = 2.0315f;

  private final Optimizer.Muon options;
  private final List<Stack> stacks = new ArrayList<>();
  private final Map<String, float[]> state = new LinkedHashMap<>();

  /** Matrices of one shape, one after the other. */
  private record Stack(
      List<Parameter> matrices,
      int rows,
      int columns,
      GraphSession session,
      FloatBuffer momentum,
      FloatBuffer orthogonal) {}

  MuonUpdates(Optimizer.Muon options, List<Parameter> matrices, SessionSettings settings) {
    this(options, matrices, settings, Parameter.MOST_NUMBERS);
  }

  /** With a smaller bound on the numbers of a run. */
  MuonUpdates(
      Optimizer.Muon options, List<Parameter> matrices, SessionSettings settings, int mostNumbers) {
    this.options = options;
    Map<String, List<Parameter>> byShape =
        matrices.stream()
            .collect(
                Collectors.groupingBy(
                    matrix -> matrix.shape()[0] + "x" + matrix.shape()[1],
                    TreeMap::new,
                    Collectors.toList()));
    for (Parameter matrix : matrices) {
      state.put(momentum(matrix), new float[matrix.size()]);
    }
    try {
      for (List<Parameter> same : byShape.values()) {
        int together = together(same.size(), same.get(0).size(), mostNumbers);
        for (int from = 0; from < same.size(); from += together) {
          stacks.add(stack(same.subList(from, Math.min(from + together, same.size())), settings));
        }
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * How many matrices of a shape go through one run.
   *
   * @param count how many there are
   * @param size the numbers of each
   * @param mostNumbers of a run
   * @return at least 1, and so many that runs are as few as can be and of about the same size
   */
  static int together(int count, int size, int mostNumbers) {
    int most = Math.max(1, mostNumbers / size);
    int runs = (count + most - 1) / most;
    return (count + runs - 1) / runs;
  }

  private static Stack stack(List<Parameter> matrices, SessionSettings settings) {
    int rows = Math.toIntExact(matrices.get(0).shape()[0]);
    int columns = Math.toIntExact(matrices.get(0).shape()[1]);
    int count = Math.multiplyExact(matrices.size(), rows * columns);
    FloatBuffer momentum = Parameter.direct(count);
    FloatBuffer orthogonal = Parameter.direct(count);
    // Last, as nobody would close it if there were no memory for the buffers.
    GraphSession session =
        GraphSession.open(newtonSchulz(matrices.size(), rows, columns), settings);
    return new Stack(matrices, rows, columns, session, momentum, orthogonal);
  }

  private static String momentum(Parameter matrix) {
    return "muon.momentum." + matrix.name();
  }

  /**
   * Five times {@code X ← P X} with {@code P = a I + b G + c G²} and {@code G = X Xᵀ}, or the same
   * from the other side where that is smaller.
   */
  static Graph newtonSchulz(int count, int rows, int columns) {
    GraphBuilder graph = new GraphBuilder("newton-schulz");
    Value x = graph.input("x", ElementType.FLOAT, Shape.of(count, rows, columns));
    boolean elongated = Math.max(rows, columns) >= 2 * Math.min(rows, columns);
    graph.output(
        "y",
        elongated
            ? onTheShorterSide(graph, x, Math.min(rows, columns), rows < columns)
            : directly(graph, x, rows <= columns));
    return graph.build();
  }

  private static Value directly(GraphBuilder graph, Value x, boolean wide) {
    Value turned = x;
    for (int step = 0; step < NEWTON_SCHULZ_STEPS; step++) {
      Value higher = higherTerms(graph, gram(graph, turned, wide));
      Value product = wide ? product(graph, higher, turned) : product(graph, turned, higher);
      turned = withFirstTerm(graph, turned, product);
    }
    return turned;
  }

  /**
   * The same with Q, the product of all P: a small square like G, which becomes {@code P G P}. Only
   * the first G and {@code Q X} touch the longer side, a third less work where that is 2.7 times as
   * long.
   */
  private static Value onTheShorterSide(GraphBuilder graph, Value x, int side, boolean wide) {
    Value gram = gram(graph, x, wide);
    Value higher = higherTerms(graph, gram);
    Value all = graph.apply(Binary.ADD, higher, firstTerm(graph, side));
    for (int step = 1; step < NEWTON_SCHULZ_STEPS; step++) {
      Value half = withFirstTerm(graph, gram, product(graph, higher, gram));
      gram = withFirstTerm(graph, half, product(graph, half, higher));
      higher = higherTerms(graph, gram);
      all = withFirstTerm(graph, all, product(graph, higher, all));
    }
    return wide ? product(graph, all, x) : product(graph, x, all);
  }

  private static Value gram(GraphBuilder graph, Value x, boolean wide) {
    return graph.apply(new Product.FusedMatMul(!wide, wide, 1), x, x);
  }

  /** {@code b G + c G²}. */
  private static Value higherTerms(GraphBuilder graph, Value gram) {
    Value square = graph.apply(new Product.FusedMatMul(false, false, C), gram, gram);
    return graph.apply(Binary.ADD, square, graph.apply(Binary.MUL, gram, graph.number(B)));
  }

  /** {@code a X + product}. */
  private static Value withFirstTerm(GraphBuilder graph, Value x, Value product) {
    return graph.apply(Binary.ADD, graph.apply(Binary.MUL, x, graph.number(A)), product);
  }

  /** {@code a I}. */
  private static Value firstTerm(GraphBuilder graph, int side) {
    ByteBuffer bytes =
        ByteBuffer.allocate(side * side * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < side; i++) {
      bytes.putFloat((i * side + i) * Float.BYTES, A);
    }
    return graph.constant(
        "first-term",
        new ValueType(ElementType.FLOAT, Shape.of(side, side)),
        new TensorData.Inline(bytes));
  }

  private static Value product(GraphBuilder graph, Value a, Value b) {
    return graph.apply(new Product.MatMul(), a, b);
  }

  @Override
  public Map<String, float[]> state() {
    return state;
  }

  @Override
  public void apply(double rate, double scale, int step) {
    for (Stack stack : stacks) {
      int size = stack.rows() * stack.columns();
      float[] scratch = new float[size];
      for (int i = 0; i < stack.matrices().size(); i++) {
        Parameter matrix = stack.matrices().get(i);
        matrix.gradient().get(0, scratch);
        follow(requireNonNull(state.get(momentum(matrix))), scratch, (float) scale);
        stack.momentum().put(i * size, scratch);
      }
      long[] shape = {stack.matrices().size(), stack.rows(), stack.columns()};
      stack
          .session()
          .run(
              Map.of("x", HostTensor.of(stack.momentum(), shape)),
              Map.of("y", HostTensor.of(stack.orthogonal(), shape)));
      float kept = (float) (1 - rate * options.weightDecay());
      float length =
          (float) (rate * Math.sqrt(Math.max(1, (double) stack.rows() / stack.columns())));
      float[] numbers = new float[size];
      for (int i = 0; i < stack.matrices().size(); i++) {
        Parameter matrix = stack.matrices().get(i);
        stack.orthogonal().get(i * size, scratch);
        matrix.numbers().get(0, numbers);
        for (int j = 0; j < size; j++) {
          numbers[j] = numbers[j] * kept - length * scratch[j];
        }
        matrix.numbers().put(0, numbers);
      }
    }
  }

  /** Moves the momentum and leaves in place of the gradient its Nesterov form, of length 1. */
  private void follow(float[] momentum, float[] gradient, float scale) {
    float slow = (float) options.momentum();
    double squares = 0;
    for (int i = 0; i < momentum.length; i++) {
      float g = gradient[i] * scale;
      momentum[i] = slow * momentum[i] + (1 - slow) * g;
      gradient[i] = slow * momentum[i] + (1 - slow) * g;
      squares += (double) gradient[i] * gradient[i];
    }
    float inverse = (float) (1 / (Math.sqrt(squares) + 1e-7));
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= inverse;
    }
  }

  @Override
  public void close() {
    stacks.forEach(stack -> stack.session().close());
  }
}
