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
}
