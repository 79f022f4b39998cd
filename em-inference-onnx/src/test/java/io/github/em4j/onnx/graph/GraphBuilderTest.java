package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GraphBuilderTest {
  private static final Dimension TOKENS = Dimension.of("tokens");

  private final GraphBuilder graph = new GraphBuilder("test");

  private Value floats(String name, Dimension... shape) {
    return graph.input(name, ElementType.FLOAT, Shape.of(shape));
  }

  @Test
  void aProductOfWrongInnerDimensionsIsNamedWithItsPlace() {
    graph.enter("layers.3");
    Value x = floats("x", TOKENS, Dimension.of(576));
    Value w = floats("w", Dimension.of(512), Dimension.of(64));

    assertThatThrownBy(() -> graph.apply(new Product.MatMul(), x, w))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "layers.3/MatMul: inner dimensions must agree, found [tokens,576] and [512,64]");
  }

  @Test
  void differentElementTypesAreNamed() {
    Value x = floats("x", TOKENS);
    Value ids = graph.input("ids", ElementType.INT64, Shape.of(TOKENS));

    assertThatThrownBy(() -> graph.apply(Binary.ADD, x, ids))
        .hasMessage("Add: inputs 0 and 1 must have one element type, found FLOAT and INT64");
  }

  @Test
  void sizesOfDifferentNamesAreNotTheSame() {
    Value x = floats("x", TOKENS);
    Value y = floats("y", Dimension.of("outputs"));

    assertThatThrownBy(() -> graph.apply(Binary.MUL, x, y))
        .hasMessage("Mul: shapes must agree or be 1 axis by axis, found [tokens] and [outputs]");
  }

  @Test
  void piecesOfOneUnknownSizeAddUp() {
    GraphBuilder graph = new GraphBuilder("test");
    Dimension span = Dimension.of("span");
    Value two = graph.input("two", ElementType.FLOAT, Shape.of(span.times(Dimension.of(2))));
    Value one = graph.input("one", ElementType.FLOAT, Shape.of(span));
    Value other = graph.input("other", ElementType.FLOAT, Shape.of(Dimension.of("rows")));

    Dimension three = graph.apply(new Layout.Concat(0), two, one).shape().get(0);

    assertThat(three).isEqualTo(span.times(Dimension.of(3)));
    assertThat(three.minus(two.shape().get(0))).isEqualTo(span);
    assertThat(graph.apply(new Layout.Concat(0), one, other).shape().get(0).toString())
        .isEqualTo("(span+rows)");
    assertThatThrownBy(() -> three.minus(other.shape().get(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3*span and rows");
    assertThatThrownBy(() -> span.minus(three)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReshapeKeepsTheCountOfNumbers() {
    Value x = floats("x", TOKENS, Dimension.of(6));

    Value y = graph.reshape(x, Shape.of(TOKENS.times(Dimension.of(2)), Dimension.of(3)));

    assertThat(y.type()).hasToString("FLOAT[2*tokens,3]");
    assertThatThrownBy(() -> graph.reshape(x, Shape.of(TOKENS, Dimension.of(5))))
        .hasMessage("Reshape_2: [tokens,6] holds another count of numbers than [tokens,5]");
  }

  @Test
  void aGatherAlongAnAxisThatIsNotThereIsRefused() {
    Value x = floats("x", TOKENS);
    Value indices = graph.input("indices", ElementType.INT64, Shape.of(Dimension.of("outputs")));

    assertThat(graph.apply(new Layout.Gather(0), x, indices).shape()).hasToString("[outputs]");
    assertThatThrownBy(() -> graph.apply(new Layout.Gather(1), x, indices))
        .hasMessage("Gather_2: no axis 1 in the shape [tokens]");
  }

  @Test
  void headsThatOnnxRuntimeCannotRotateAreRefused() {
    assertThatThrownBy(
            () ->
                graph.apply(
                    new Fused.GroupQueryAttention(3, 1, 20),
                    Collections.nCopies(9, Optional.of(floats("x", TOKENS))),
                    1))
        .hasMessage(
            "GroupQueryAttention: ONNX Runtime rotates heads of a multiple of 16, found 20");
  }

  @Test
  void aValueOfAnotherGraphIsRefused() {
    Value stranger = new GraphBuilder("other").input("x", ElementType.FLOAT, Shape.SCALAR);

    assertThatThrownBy(() -> graph.apply(Unary.ABS, stranger))
        .hasMessage("Abs: the value 'x' is not of this graph");
  }

  @Test
  void namesAreTakenOnce() {
    floats("x", TOKENS);

    assertThatThrownBy(() -> floats("x", TOKENS)).hasMessage("the name 'x' is taken");
  }

  @Test
  void aGraphWithoutOutputIsRefused() {
    assertThatThrownBy(graph::build).hasMessage("the graph 'test' has no output");
  }

  @Test
  void operatorsCanBeInspected() {
    Value x = floats("x", TOKENS, Dimension.of(2));
    Value w = floats("w", Dimension.of(3), Dimension.of(2));
    graph.output("y", graph.apply(new Product.Gemm(true), x, w));

    List<Node> nodes = graph.build().nodes();

    assertThat(nodes.get(0).operator()).isEqualTo(new Product.Gemm(true));
    assertThat(nodes.get(0).inputs()).hasSize(2);
    assertThat(nodes.get(0).outputs().get(0).shape()).hasToString("[tokens,3]");
  }

  @Test
  void whatWasBuiltRuns() {
    Value input = floats("x", TOKENS, Dimension.of(2));
    Value doubled = graph.apply(Binary.MUL, input, graph.number(2));
    graph.output("y", graph.reduce(Reduction.Kind.LOG_SUM_EXP, doubled));

    try (GraphSession session =
        GraphSession.open(graph.build(), new SessionSettings(1, false, false))) {
      HostTensor x = HostTensor.of(new float[] {500, 500, 0, -500}, 2, 2);
      HostTensor y = requireNonNull(session.run(Map.of("x", x)).get("y"));
      assertThat(y.floats()).containsExactly((float) (1000 + Math.log(2)), 0);
    }
  }

  @Test
  void aClosedSessionSaysSo() {
    graph.output("y", graph.apply(Unary.ABS, floats("x", TOKENS)));
    GraphSession session = GraphSession.open(graph.build(), new SessionSettings(1, false, false));
    session.close();
    session.close();

    assertThatThrownBy(() -> session.run(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the session is closed");
  }

  /** Doubles a number until it is at least a limit of the graph around, and collects on the way. */
  private Loop doubling(Value limit) {
    GraphBuilder body = graph.body("doubling");
    body.input("iteration", ElementType.INT64, Shape.SCALAR);
    body.input("begins", ElementType.BOOL, Shape.SCALAR);
    Value x = body.input("x", ElementType.FLOAT, Shape.SCALAR);
    Value doubled = body.apply(Binary.MUL, x, body.number(2));
    Value goOn = body.apply(Comparison.LESS, doubled, limit);
    return new Loop(body.build(List.of(goOn, doubled, doubled)));
  }

  @Test
  void aLoopRunsAndItsBodyReadsValuesOfTheGraphAround() {
    Value limit = graph.input("limit", ElementType.FLOAT, Shape.SCALAR);
    Value most = graph.input("most", ElementType.INT64, Shape.SCALAR);
    Value begins = graph.apply(Comparison.GREATER, limit, graph.number(0));
    Loop loop = doubling(limit);
    List<Value> results =
        graph.apply(
            loop, List.of(Optional.of(most), Optional.of(begins), Optional.of(graph.number(3))), 2);
    graph.output("collected", results.get(1));

    assertThat(loop.body().outerValues()).contains(limit);
    assertThat(results.get(1).type()).hasToString("FLOAT[iterations]");
    try (GraphSession session =
        GraphSession.open(graph.build(), new SessionSettings(1, false, false))) {
      Map<String, HostTensor> inputs =
          Map.of("limit", HostTensor.of(new float[] {40}), "most", HostTensor.of(new long[] {100}));
      HostTensor collected = requireNonNull(session.run(inputs).get("collected"));
      assertThat(collected.floats()).containsExactly(6, 12, 24, 48);
    }
  }

  @Test
  void aBodyThatReadsAStrangersValueIsRefusedWithTheOperator() {
    Loop loop = doubling(graph.input("limit", ElementType.FLOAT, Shape.SCALAR));
    GraphBuilder other = new GraphBuilder("other");
    Value most = other.input("most", ElementType.INT64, Shape.SCALAR);
    Value begins = other.input("b", ElementType.BOOL, Shape.SCALAR);
    List<Optional<Value>> operands =
        List.of(Optional.of(most), Optional.of(begins), Optional.of(other.number(3)));

    assertThatThrownBy(() -> other.apply(loop, operands, 1))
        .hasMessageMatching("Loop: the value '.*' is not of this graph");
  }

  @Test
  void aStateThatChangesItsTypeIsRefused() {
    Loop loop = doubling(graph.input("limit", ElementType.FLOAT, Shape.SCALAR));
    Value most = graph.input("most", ElementType.INT64, Shape.SCALAR);
    Value begins = graph.input("b", ElementType.BOOL, Shape.SCALAR);
    List<Optional<Value>> operands =
        List.of(Optional.of(most), Optional.of(begins), Optional.of(floats("y", TOKENS)));

    assertThatThrownBy(() -> graph.apply(loop, operands, 1))
        .hasMessage(
            "Loop: the state 0 of the body must stay of one type, found FLOAT[tokens] and FLOAT[]");
    assertThatThrownBy(() -> graph.apply(loop, operands.subList(0, 2), 1))
        .hasMessageStartingWith("Loop_2: a body with a state of 0 takes 2 inputs");
  }

  @Test
  void aNameInABodyIsTakenInTheGraphAroundToo() {
    graph.body("body").input("x", ElementType.FLOAT, Shape.SCALAR);

    assertThatThrownBy(() -> floats("x", TOKENS)).hasMessage("the name 'x' is taken");
  }

  @Test
  void aNumberIsRoundedToItsType() {
    for (ElementType type :
        List.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16, ElementType.DOUBLE)) {
      Value number = graph.number(0.1f, type);
      assertThat(number.element()).isEqualTo(type);
      graph.output(type.name(), graph.cast(number, ElementType.FLOAT));
    }
    assertThat(graph.number(2, ElementType.FLOAT)).isEqualTo(graph.number(2));
    assertThatThrownBy(() -> graph.number(1, ElementType.INT64))
        .hasMessage("a real number cannot be INT64");

    try (GraphSession session =
        GraphSession.open(graph.build(), new SessionSettings(1, false, false))) {
      Map<String, HostTensor> outputs = session.run(Map.of());
      assertThat(requireNonNull(outputs.get("FLOAT")).floats()).containsExactly(0.1f);
      assertThat(requireNonNull(outputs.get("DOUBLE")).floats()).containsExactly(0.1f);
      assertThat(requireNonNull(outputs.get("FLOAT16")).floats()).containsExactly(0x1.998p-4f);
      assertThat(requireNonNull(outputs.get("BFLOAT16")).floats()).containsExactly(0x1.9ap-4f);
    }
  }

  @Test
  void theScaleOfANormIsFloatWhereItsInputHas16Bits() {
    Value x = graph.input("x", ElementType.BFLOAT16, Shape.of(TOKENS, Dimension.of(4)));
    Value w = graph.input("w", ElementType.BFLOAT16, Shape.of(4));
    List<Value> outputs =
        graph.apply(new Fused.RmsNorm(1e-5f), List.of(Optional.of(x), Optional.of(w)), 2);
    assertThat(outputs.get(0).type()).hasToString("BFLOAT16[tokens,4]");
    assertThat(outputs.get(1).type()).hasToString("FLOAT[tokens,1]");
  }

  @Test
  void bestAndLargestNumbersComeInOrder() {
    Value x = floats("x", Dimension.of(4));
    List<Value> top =
        graph.apply(new Ranking.TopK(2), List.of(Optional.of(x), Optional.of(graph.numbers(2))), 2);
    graph.output("largest", top.get(0));
    graph.output("places", top.get(1));
    graph.output("best", graph.apply(new Ranking.ArgMax(), x));
    graph.output("sums", graph.apply(Ranking.CumulativeSum.INCLUSIVE, x, graph.numbers(-1)));

    try (GraphSession session =
        GraphSession.open(graph.build(), new SessionSettings(1, false, false))) {
      Map<String, HostTensor> outputs =
          session.run(Map.of("x", HostTensor.of(new float[] {1, 5, 5, 7}, 4)));
      assertThat(requireNonNull(outputs.get("largest")).floats()).containsExactly(7, 5);
      assertThat(requireNonNull(outputs.get("places")).longs()).containsExactly(3, 1);
      assertThat(requireNonNull(outputs.get("best")).longs()).containsExactly(3);
      assertThat(requireNonNull(outputs.get("sums")).floats()).containsExactly(1, 6, 11, 18);
    }
  }
}
