package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.Fused;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Operator;
import io.github.em4j.onnx.graph.Product;
import io.github.em4j.onnx.graph.Reduction;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.Softmax;
import io.github.em4j.onnx.graph.Total;
import io.github.em4j.onnx.graph.Unary;
import io.github.em4j.onnx.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Every rule against finite differences, in double precision. */
final class GradientRulesProperties {
  private static final int TRIES = 15;
  private static final List<Binary> ARITHMETIC =
      List.of(Binary.ADD, Binary.SUB, Binary.MUL, Binary.DIV);

  /** A graph under test with the numbers that go into it. */
  private static final class Trial {
    final GraphBuilder graph = new GraphBuilder("trial");
    final Map<String, HostTensor> inputs = new HashMap<>();
    final Set<String> trainable = new TreeSet<>();
    final SplittableRandom random;
    private double lowest = -2;
    private double highest = 2;

    Trial(long seed) {
      random = new SplittableRandom(seed);
    }

    Trial between(double least, double most) {
      lowest = least;
      highest = most;
      return this;
    }

    Value trainable(String name, long... shape) {
      return trainable(name, Shape.of(shape), shape);
    }

    Value trainable(String name, Shape shape, long... sizes) {
      trainable.add(name);
      return given(name, shape, sizes);
    }

    Value given(String name, long... shape) {
      return given(name, Shape.of(shape), shape);
    }

    Value given(String name, Shape shape, long... sizes) {
      Value value = graph.input(name, ElementType.FLOAT, shape);
      int count = Math.toIntExact(Shape.of(sizes).count().coefficient());
      inputs.put(name, HostTensor.of(random.doubles(count, lowest, highest).toArray(), sizes));
      return value;
    }

    Value indices(String name, int bound, long... shape) {
      Value value = graph.input(name, ElementType.INT64, Shape.of(shape));
      int count = Math.toIntExact(value.shape().count().coefficient());
      inputs.put(name, HostTensor.of(random.longs(count, 0, bound).toArray(), shape));
      return value;
    }

    Value apply(Operator operator, Value... operands) {
      return graph.apply(operator, operands);
    }

    /** Asks for the gradient of a random weighted sum of what was computed. */
    void check(Value y) {
      Value weights = given("weights", FiniteDifferences.sizes(y));
      graph.output(TrainingGraph.LOSS, apply(new Total(), apply(Binary.MUL, y, weights)));
      Graph forward = graph.build();
      assertThat(FiniteDifferences.largestError(forward, trainable, inputs, block -> false))
          .isLessThan(1e-6);
    }
  }

  @Property(tries = TRIES)
  void numberByNumber(
      @ForAll Unary operator, @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int count) {
    if (operator == Unary.ABS || operator == Unary.ROUND) {
      return;
    }
    Trial trial = new Trial(seed);
    if (Set.of(Unary.LOG, Unary.SQRT, Unary.RECIPROCAL).contains(operator)) {
      trial.between(0.5, 2);
    }
    trial.check(trial.apply(operator, trial.trainable("x", count)));
  }

  @Property(tries = TRIES)
  void twoTensorsOfOneShape(
      @ForAll @IntRange(max = 3) int operator,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int rows) {
    Trial trial = new Trial(seed).between(0.5, 2);
    trial.check(
        trial.apply(
            ARITHMETIC.get(operator),
            trial.trainable("a", rows, 3),
            trial.trainable("b", rows, 3)));
  }

  @Property(tries = TRIES)
  void tensorsThatAreRepeated(
      @ForAll @IntRange(max = 3) int operator,
      @ForAll @IntRange(max = 4) int repeated,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int rows) {
    long[][] shapes = {{}, {3}, {rows, 1}, {1, 3}, {2, 1, 3}};
    Trial trial = new Trial(seed).between(0.5, 2);
    trial.check(
        trial.apply(
            ARITHMETIC.get(operator),
            trial.trainable("a", rows, 3),
            trial.trainable("b", shapes[repeated])));
  }

  @Property(tries = TRIES)
  void aValueThatIsUsedTwice(@ForAll long seed) {
    Trial trial = new Trial(seed);
    Value x = trial.trainable("x", 4);
    trial.check(trial.apply(Binary.MUL, trial.apply(Unary.SIGMOID, x), x));
  }

  @Property(tries = TRIES)
  void products(
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll boolean batch,
      @ForAll @IntRange(min = 1, max = 4) int m,
      @ForAll @IntRange(min = 1, max = 4) int n,
      @ForAll long seed) {
    Trial trial = new Trial(seed);
    long k = 3;
    long[] a = transposeA ? new long[] {k, m} : new long[] {m, k};
    long[] b = transposeB ? new long[] {n, k} : new long[] {k, n};
    if (batch) {
      a = new long[] {2, a[0], a[1]};
      b = new long[] {2, b[0], b[1]};
    }
    trial.check(
        trial.apply(
            new Product.FusedMatMul(transposeA, transposeB, 0.3f),
            trial.trainable("a", a),
            trial.trainable("b", b)));
  }

  @Property(tries = TRIES)
  void aProductOfManyMatricesWithOne(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int m) {
    Trial trial = new Trial(seed);
    trial.check(
        trial.apply(
            new Product.MatMul(), trial.trainable("a", 2, m, 3), trial.trainable("b", 3, 2)));
  }

  @Property(tries = TRIES)
  void reductions(
      @ForAll @IntRange(max = 2) int kind, @ForAll @IntRange(max = 1) int axis, @ForAll long seed) {
    Reduction.Kind[] kinds = {Reduction.Kind.SUM, Reduction.Kind.MEAN, Reduction.Kind.LOG_SUM_EXP};
    Trial trial = new Trial(seed);
    trial.check(trial.graph.reduce(kinds[kind], trial.trainable("x", 3, 4), axis));
  }

  @Property(tries = TRIES)
  void theSumOfEverything(@ForAll long seed) {
    Trial trial = new Trial(seed);
    trial.check(trial.apply(new Total(), trial.trainable("x", 3, 4)));
  }

  @Property(tries = TRIES)
  void softmax(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int width) {
    Trial trial = new Trial(seed);
    trial.check(trial.apply(new Softmax(), trial.trainable("x", 2, 3, width)));
  }

  @Property(tries = TRIES)
  void attention(@ForAll long seed, @ForAll boolean transposed) {
    Trial trial = new Trial(seed);
    Value values = transposed ? trial.trainable("v", 2, 3, 5) : trial.trainable("v", 2, 5, 3);
    // The gradients by both weights are the same number for number, their sums over rows are not.
    Value first = attended(trial, trial.trainable("x1", 2, 4, 5), values, transposed);
    Value second = attended(trial, trial.trainable("x2", 2, 4, 5), values, transposed);
    trial.check(trial.apply(Binary.ADD, first, second));
  }

  private static Value attended(Trial trial, Value scores, Value values, boolean transposed) {
    Value weights = trial.apply(new Softmax(), trial.graph.reshape(scores, Shape.of(2, 2, 2, 5)));
    Value grouped = trial.graph.reshape(weights, Shape.of(2, 4, 5));
    return trial.apply(new Product.FusedMatMul(false, transposed, 0.7f), grouped, values);
  }

  @Property(tries = TRIES)
  void weightsThatAreUsedTwice(@ForAll long seed) {
    Trial trial = new Trial(seed);
    Value weights = trial.apply(new Softmax(), trial.trainable("x", 4, 5));
    Value attended = trial.apply(new Product.MatMul(), weights, trial.given("v", 5, 5));
    trial.check(trial.apply(Binary.MUL, attended, weights));
  }

  @Property(tries = TRIES)
  void newShapes(@ForAll long seed) {
    Trial trial = new Trial(seed);
    Value x = trial.trainable("x", 2, 3, 4);
    Value turned = trial.apply(new Layout.Transpose(List.of(2, 0, 1)), x);
    Value flat = trial.graph.reshape(turned, Shape.of(8, 3));
    Value repeated =
        trial.apply(new Layout.Expand(Shape.of(2, 8, 3)), flat, trial.graph.numbers(2, 8, 3));
    trial.check(repeated);
  }

  @Property(tries = TRIES)
  void piecesAndTheirWhole(
      @ForAll long seed,
      @ForAll @IntRange(max = 1) int axis,
      @ForAll @IntRange(min = 1, max = 4) int size,
      @ForAll boolean everyPiece) {
    Trial trial = new Trial(seed);
    long[] a = axis == 0 ? new long[] {size, 3} : new long[] {3, size};
    long[] b = axis == 0 ? new long[] {2, 3} : new long[] {3, 2};
    Value whole =
        trial.apply(new Layout.Concat(axis), trial.trainable("a", a), trial.trainable("b", b));
    List<Value> pieces =
        trial.graph.apply(
            new Layout.Split(axis, List.of(1L, size + 1L)),
            List.of(Optional.of(whole), Optional.of(trial.graph.numbers(1, size + 1))),
            2);
    Value second = trial.apply(Unary.SIGMOID, pieces.get(1));
    trial.check(everyPiece ? trial.apply(Binary.MUL, pieces.get(0), row(trial, second)) : second);
  }

  /** The sum over the first axis and over the last, so that any shapes fit. */
  private static Value row(Trial trial, Value x) {
    return trial.graph.reduce(Reduction.Kind.SUM, trial.graph.reduce(Reduction.Kind.SUM, x, 0), 1);
  }

  @Property(tries = TRIES)
  void productsOfExamplesOfUnknownLength(
      @ForAll long seed, @ForAll boolean transposed, @ForAll @IntRange(min = 1, max = 6) int n) {
    Trial trial = new Trial(seed);
    Dimension length = Dimension.of("length");
    Value a = trial.trainable("a", Shape.of(Dimension.of(2), length, Dimension.of(3)), 2, n, 3);
    Value b = trial.trainable("b", Shape.of(Dimension.of(2), length, Dimension.of(3)), 2, n, 3);
    // Of a query, a key, and a value: to [length, length] and back.
    Value scores = trial.apply(new Product.FusedMatMul(false, true, 0.6f), a, b);
    Value back = trial.apply(new Product.FusedMatMul(transposed, false, 0.4f), scores, b);
    trial.check(trial.apply(new Total(), trial.apply(Binary.MUL, back, back)));
  }

  @Property(tries = TRIES)
  void rowsThatArePickedSeveralTimes(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int picked) {
    Trial trial = new Trial(seed);
    trial.check(
        trial.apply(
            new Layout.Gather(0), trial.trainable("x", 5, 3), trial.indices("rows", 5, picked, 2)));
  }

  @Property(tries = TRIES)
  void numbersThatArePickedFromEachRow(@ForAll long seed) {
    Trial trial = new Trial(seed);
    trial.check(
        trial.apply(
            new Layout.GatherElements(1),
            trial.trainable("x", 4, 6),
            trial.indices("columns", 6, 4, 3)));
  }

  @Property(tries = TRIES)
  void rowsThatMoveAndBack(@ForAll long seed) {
    Trial trial = new Trial(seed);
    // Rows 2, 0, 1 and then row 2 as padding.
    Value to = trial.graph.numbers(2, 0, 1, 2);
    Value from = trial.graph.numbers(1, 2, 0);
    Value occupied = trial.apply(Unary.IDENTITY, trial.given("occupied", 4, 1));
    trial.inputs.put("occupied", HostTensor.of(new double[] {1, 1, 1, 0}, 4, 1));
    Value moved =
        trial.apply(new Placement(from, Optional.empty()), trial.trainable("x", 3, 2), to);
    Value scaled = trial.apply(Binary.MUL, moved, trial.trainable("y", 4, 2));
    trial.check(trial.apply(new Placement(to, Optional.of(occupied)), scaled, from));
  }

  @Property(tries = TRIES)
  void rmsNorm(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int width) {
    Trial trial = new Trial(seed);
    trial.check(
        trial
            .graph
            .apply(
                new Fused.RmsNorm(1e-3f),
                List.of(
                    Optional.of(trial.trainable("x", 2, 3, width)),
                    Optional.of(trial.trainable("w", width))),
                2)
            .get(0));
  }

  @Property(tries = TRIES)
  void silu(@ForAll long seed, @ForAll @IntRange(min = 1, max = 2) int alpha) {
    Trial trial = new Trial(seed);
    trial.check(trial.apply(new Fused.QuickGelu(alpha), trial.trainable("x", 7)));
  }

  @Property(tries = TRIES)
  void rotations(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int tokens) {
    Trial trial = new Trial(seed);
    trial.check(
        trial.apply(
            new Fused.RotaryEmbedding(),
            trial.trainable("x", tokens, 1, 12),
            trial.indices("positions", 3, tokens, 1),
            trial.given("cosines", 3, 2),
            trial.given("sines", 3, 2)));
  }

  /** In single precision and steps that it can tell: what is made double already has no casts. */
  @Property(tries = TRIES)
  void numbersOfAnotherType(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int count) {
    GraphBuilder graph = new GraphBuilder("trial");
    Value x = graph.input("x", ElementType.FLOAT, Shape.of(count));
    Value wide = graph.cast(x, ElementType.DOUBLE);
    Value cube = graph.apply(Binary.MUL, graph.apply(Binary.MUL, wide, wide), wide);
    graph.output(TrainingGraph.LOSS, graph.apply(new Total(), cube));
    Graph differentiated =
        Differentiation.of(graph.build(), TrainingGraph.LOSS, Set.of("x"), block -> false);
    SplittableRandom random = new SplittableRandom(seed);
    float[] at = new float[count];
    for (int i = 0; i < count; i++) {
      at[i] = random.nextInt(-256, 257) / 128f;
    }
    float step = 1f / 1024;
    try (GraphSession session = GraphSession.open(differentiated, FiniteDifferences.SETTINGS)) {
      float[] gradient =
          requireNonNull(session.run(Map.of("x", HostTensor.of(at, count))).get("gradient.x"))
              .floats();
      for (int i = 0; i < count; i++) {
        double slope = (cube(session, at, i, step) - cube(session, at, i, -step)) / (2.0 * step);
        // A cube's central difference is too large by the square of the step.
        assertThat((double) gradient[i])
            .isCloseTo(slope - (double) step * step, within(1e-6 * Math.max(1, slope)));
      }
    }
  }

  private static double cube(GraphSession session, float[] at, int moved, float step) {
    float[] near = at.clone();
    near[moved] += step;
    return requireNonNull(
            session.run(Map.of("x", HostTensor.of(near, near.length))).get(TrainingGraph.LOSS))
        .doubles()[0];
  }

  @Example
  void anOperatorWithoutARuleIsNamed() {
    Trial trial = new Trial(1);
    trial.graph.enter("layers.3");
    Value y = trial.apply(Unary.ABS, trial.trainable("x", 2));
    assertThatThrownBy(() -> trial.check(y))
        .hasMessage("layers.3/Abs: no derivative of ABS is known");
  }

  @Example
  void aParameterThatChangesNothingIsNamed() {
    Trial trial = new Trial(1);
    trial.trainable("y", 2);
    Value y = trial.apply(Unary.EXP, trial.trainable("x", 2));
    assertThatThrownBy(() -> trial.check(y)).hasMessage("'loss' does not depend on 'y'");
  }
}
