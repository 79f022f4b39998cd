package io.github.em4j.training.lora;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Product;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.Total;
import io.github.em4j.onnx.graph.Unary;
import io.github.em4j.onnx.graph.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watches ONNX Runtime, which does not promise the order that it computes in. */
final class GradientsFirstTest {
  private static final int BLOCKS = 6;
  private static final int WIDTH = 4;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theGradientsOfABlockAreComputedBeforeThoseOfTheOneBefore(boolean computedAgain)
      throws Exception {
    Graph forward = chain();
    Set<String> trainable = new HashSet<>();
    forward.inputs().stream().map(Value::name).filter(n -> !n.equals("x")).forEach(trainable::add);

    List<String> order =
        nodesInOrder(
            Differentiation.of(
                forward, "loss", trainable, name -> computedAgain && name.startsWith("block")));

    Map<String, List<Integer>> places =
        IntStream.range(0, order.size())
            .boxed()
            .filter(i -> order.get(i).startsWith("gradient/block"))
            .collect(groupingBy(i -> order.get(i).substring(0, "gradient/blockN".length())));
    assertThat(places).hasSize(BLOCKS);
    for (int block = 1; block < BLOCKS; block++) {
      int last = new TreeSet<>(places.get("gradient/block" + block)).last();
      int first = new TreeSet<>(places.get("gradient/block" + (block - 1))).first();
      assertThat(last).as("the end of block %d in %s", block, order).isLessThan(first);
    }
    int endOfHead =
        IntStream.range(0, order.size())
            .filter(i -> order.get(i).startsWith("gradient/head"))
            .max()
            .orElseThrow();
    assertThat(endOfHead).isLessThan(new TreeSet<>(places.get("gradient/block5")).first());
  }

  /**
   * Layers, each with two parameters whose gradients nothing else waits for, between an embedding
   * and a head that share one.
   */
  private static Graph chain() {
    GraphBuilder graph = new GraphBuilder("chain");
    Value shared = graph.input("shared", ElementType.FLOAT, Shape.of(WIDTH, WIDTH));
    graph.enter("embedding");
    Value x =
        graph.apply(
            new Product.MatMul(),
            graph.input("x", ElementType.FLOAT, Shape.of(WIDTH, WIDTH)),
            shared);
    for (int block = 0; block < BLOCKS; block++) {
      graph.enter("block" + block);
      Value a = graph.input("a" + block, ElementType.FLOAT, Shape.of(WIDTH, WIDTH));
      Value b = graph.input("b" + block, ElementType.FLOAT, Shape.of(WIDTH, WIDTH));
      Value hidden = graph.apply(Unary.SIGMOID, graph.apply(new Product.MatMul(), x, a));
      x = graph.apply(Binary.ADD, x, graph.apply(new Product.MatMul(), hidden, b));
    }
    graph.enter("head");
    Value logits = graph.apply(new Product.FusedMatMul(false, true, 1), x, shared);
    graph.output("loss", graph.apply(new Total(), graph.apply(Binary.MUL, logits, logits)));
    return graph.build();
  }

  private List<String> nodesInOrder(Graph graph) throws OrtException, IOException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    String profile;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.enableProfiling(folder.resolve("profile").toString());
      try (OrtSession session = environment.createSession(graph.toModel(folder), options)) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        for (Value input : graph.inputs()) {
          inputs.put(input.name(), OnnxTensor.createTensor(environment, new float[WIDTH][WIDTH]));
        }
        session.run(inputs).close();
        inputs.values().forEach(OnnxTensor::close);
        profile = session.endProfiling();
      }
    }
    List<String> nodes = new ArrayList<>();
    for (JsonNode event : new ObjectMapper().readTree(Path.of(profile).toFile())) {
      String name = event.path("name").asText();
      if (name.endsWith("_kernel_time")) {
        nodes.add(name);
      }
    }
    return nodes;
  }
}
