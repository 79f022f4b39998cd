package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.Total;
import io.github.em4j.onnx.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WindowGradientTest {

  @Test
  void aGraphThatIsReleasedInAWindowIsOpenedAgain() {
    Parameter weight = new Parameter("w", 2);
    weight.set(new float[] {1, 1});
    try (BatchParts parts = new BatchParts(1, false, Arithmetic.USUAL);
        WindowGradient gradient = new WindowGradient(product(), List.of(weight), parts)) {
      assertThat(gradient.add(inputs(weight, 3, 4))).isEqualTo(7);
      gradient.release();
      gradient.release();
      assertThat(gradient.add(inputs(weight, 10, 20))).isEqualTo(30);
      gradient.finish();

      float[] sum = new float[2];
      weight.gradient().get(0, sum);
      assertThat(sum).containsExactly(13, 24);
    }
  }

  private static List<Map<String, HostTensor>> inputs(Parameter weight, float... x) {
    return List.of(Map.of("x", HostTensor.of(x, 2), "w", weight.tensor()));
  }

  /** {@code loss = Σ w x}, so that the gradient by w is x. */
  private static Graph product() {
    GraphBuilder graph = new GraphBuilder("product");
    Value x = graph.input("x", ElementType.FLOAT, Shape.of(2));
    Value w = graph.input("w", ElementType.FLOAT, Shape.of(2));
    graph.output(TrainingGraph.LOSS, graph.apply(new Total(), graph.apply(Binary.MUL, x, w)));
    return Differentiation.of(graph.build(), TrainingGraph.LOSS, Set.of("w"), block -> false);
  }
}
