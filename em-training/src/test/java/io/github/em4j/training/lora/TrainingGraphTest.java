package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import io.github.em4j.onnx.checkpoint.TensorType;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.Weight;
import io.github.em4j.training.lora.TrainingExample.AuxiliaryTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole model: gradients against finite differences, and against themselves. */
final class TrainingGraphTest {
  private static final int NOISE = 40_000;

  @TempDir private Path folder;

  /** A graph with the numbers of its inputs. */
  private record Model(TrainingGraph graph, Map<String, float[]> parameters, int spans) {}

  @ParameterizedTest
  @CsvSource({
    "LLAMA, true, true, 0, 2",
    "LLAMA, false, true, 0.2, 3",
    "MISTRAL, false, true, 0, 1",
    "QWEN2, true, true, 0, 4",
    "QWEN3, false, true, 0, 2",
    "LLAMA, true, false, 0, 1",
    "QWEN2, false, false, 0, 2",
    "QWEN3, true, false, 0, 3"
  })
  void gradientsOfTheWholeModelAreFiniteDifferences(
      Architecture architecture, boolean tied, boolean lora, double dropout, int spans) {
    Model model = model(architecture, tied, trainable(lora, dropout), spans);

    FiniteDifferences.largestError(
        model.graph().forward(),
        model.graph().parameters().keySet(),
        inDouble(inputs(model, examples(5, 9, 3))),
        dropout > 0 ? TrainingGraphTest::everyLayer : TrainingGraphTest::nothing);
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "true, 0.2", "false, 0"})
  void gradientsOfSinglePrecisionAreCloseToDouble(boolean lora, double dropout) {
    Model model = model(Architecture.LLAMA, true, trainable(lora, dropout));
    Map<String, HostTensor> inputs = inputs(model, examples(5, 9, 3));
    Graph differentiated = differentiated(model, TrainingGraphTest::nothing);

    Map<String, double[]> single = gradients(differentiated, inputs);
    Map<String, double[]> twice = gradients(DoubleGraph.of(differentiated), inDouble(inputs));

    assertThat(distance(single, twice)).isLessThan(1e-5);
  }

  @Test
  void activationsThatAreComputedAgainGiveTheSameGradients() {
    Model model = model(Architecture.LLAMA, true, trainable(true, 0.2));
    Map<String, HostTensor> inputs = inputs(model, examples(5, 9, 3));

    Map<String, double[]> kept =
        gradients(differentiated(model, TrainingGraphTest::nothing), inputs);
    Map<String, double[]> again =
        gradients(differentiated(model, TrainingGraphTest::everyLayer), inputs);

    assertThat(distance(again, kept)).isLessThan(1e-6);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theOrderOfCudaGivesTheSameGradients(boolean computedAgain) {
    Model model = model(Architecture.LLAMA, true, trainable(true, 0.2));
    Map<String, HostTensor> inputs = inputs(model, examples(5, 9, 3));
    Predicate<String> again =
        computedAgain ? TrainingGraphTest::everyLayer : TrainingGraphTest::nothing;

    Map<String, double[]> expected = gradients(differentiated(model, again), inputs);
    Map<String, double[]> found = gradients(differentiated(model, again, true), inputs);

    assertThat(distance(found, expected)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 11})
  void spansChangeNothing(int spans) {
    Model whole = model(Architecture.LLAMA, true, trainable(true, 0), 1);
    Model cut = model(Architecture.LLAMA, true, trainable(true, 0), spans);
    List<TrainingExample> examples = examples(5, 9, 3);

    Map<String, double[]> expected =
        gradients(differentiated(whole, TrainingGraphTest::nothing), inputs(whole, examples));
    Map<String, double[]> found =
        gradients(differentiated(cut, TrainingGraphTest::nothing), inputs(cut, examples));

    assertThat(distance(found, expected)).isLessThan(1e-6);
  }

  @Test
  void examplesSideBySideDoNotSeeEachOther() {
    Model model = model(Architecture.LLAMA, true, trainable(true, 0));
    List<TrainingExample> examples = examples(5, 9, 3);

    double together = loss(model, examples);
    double apart = examples.stream().mapToDouble(example -> loss(model, List.of(example))).sum();

    assertThat(together).isCloseTo(apart, within(1e-5 * apart));
  }

  @ParameterizedTest
  @CsvSource({"LLAMA, 1", "QWEN2, 12", "QWEN3, 1"})
  void aTokenDoesNotSeeLaterOnesHoweverWellTheyFit(Architecture architecture, float size) {
    Model model = model(architecture, true, trainable(false, 0));
    model
        .parameters()
        .forEach(
            (name, numbers) -> {
              for (int i = 0; i < numbers.length && name.contains("_proj.bias"); i++) {
                // Qwen2.5 has biases that make scores of hundreds.
                numbers[i] *= size / 0.15f;
              }
            });
    int[] tokens = {3, 100, 7, 150, 42, 9};
    float[] second = {0, 1, 0, 0, 0, 0};
    double expected = loss(model, List.of(TrainingExample.of(tokens, second)));
    for (int other = 0; other < 270; other += 10) {
      int[] changed = tokens.clone();
      changed[2] = other;
      changed[4] = 269 - other;
      assertThat(loss(model, List.of(TrainingExample.of(changed, second)))).isEqualTo(expected);
    }
  }

  private double loss(Model model, List<TrainingExample> examples) {
    try (GraphSession session =
        GraphSession.open(LiveNodes.of(model.graph().forward()), FiniteDifferences.SETTINGS)) {
      return requireNonNull(session.run(inputs(model, examples)).get(TrainingGraph.LOSS))
          .floats()[0];
    }
  }

  private static boolean nothing(String block) {
    return false;
  }

  private static boolean everyLayer(String block) {
    return block.startsWith("model.layers.");
  }

  private static Trainable trainable(boolean lora, double dropout) {
    Set<String> all = AdapterConfig.allLinear(3, 6).targets();
    return lora
        ? new Trainable.Lora(new AdapterConfig(3, 6, false, all, dropout, ""))
        : new Trainable.Everything();
  }

  private Model model(Architecture architecture, boolean tied, Trainable trainable) {
    return model(architecture, tied, trainable, 2);
  }

  private Model model(Architecture architecture, boolean tied, Trainable trainable, int spans) {
    LlamaConfig config =
        new LlamaConfig(
            architecture,
            270,
            24,
            40,
            2,
            4,
            2,
            8,
            1e-5,
            1e4,
            tied ? Optional.of(new LlamaConfig.RopeScaling(8, 1, 4, 16)) : Optional.empty(),
            64,
            tied,
            architecture == Architecture.QWEN2,
            architecture == Architecture.QWEN3);
    RandomCheckpoint.write(config, TensorType.F32, 7, folder);
    Map<String, Weight> weights = new LinkedHashMap<>();
    Checkpoint.open(folder)
        .tensors()
        .forEach((name, tensor) -> weights.put(name, Weight.of(tensor)));
    TrainingGraph graph =
        TrainingGraph.of(config, weights, trainable, 32, 2, ElementType.FLOAT, spans);
    SplittableRandom random = new SplittableRandom(3);
    Map<String, float[]> parameters = new LinkedHashMap<>();
    graph
        .parameters()
        .forEach(
            (name, shape) -> {
              float[] numbers = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
              for (int i = 0; i < numbers.length; i++) {
                numbers[i] =
                    (float) (random.nextDouble(-0.3, 0.3) + (name.contains("norm") ? 1 : 0));
              }
              parameters.put(name, numbers);
            });
    return new Model(graph, parameters, spans);
  }

  private static List<TrainingExample> examples(int... lengths) {
    SplittableRandom random = new SplittableRandom(1);
    List<TrainingExample> examples = new ArrayList<>();
    for (int length : lengths) {
      int[] tokens = random.ints(length, 0, 270).toArray();
      float[] weights = new float[length];
      weights[length - 1] = 1;
      weights[1] = 0.5f;
      examples.add(
          TrainingExample.of(tokens, weights)
              .withAuxiliary(List.of(new AuxiliaryTarget(length - 2, 1, 0.3f))));
    }
    return examples;
  }

  private static Map<String, HostTensor> inputs(Model model, List<TrainingExample> examples) {
    Map<String, HostTensor> inputs = TrainingBatch.inputs(examples, 0.5, true, model.spans());
    model
        .parameters()
        .forEach(
            (name, numbers) ->
                inputs.put(
                    name,
                    HostTensor.of(numbers, requireNonNull(model.graph().parameters().get(name)))));
    if (model.graph().dropoutPlaces() > 0) {
      SplittableRandom random = new SplittableRandom(8);
      float[] noise = new float[NOISE];
      for (int i = 0; i < NOISE; i++) {
        noise[i] = random.nextDouble() < 0.2 ? 0 : 1.25f;
      }
      inputs.put(Dropout.NOISE, HostTensor.of(noise, NOISE));
      inputs.put(
          Dropout.OFFSETS,
          HostTensor.of(
              random.longs(model.graph().dropoutPlaces(), 0, 1000).toArray(),
              model.graph().dropoutPlaces()));
    }
    return inputs;
  }

  private static Map<String, HostTensor> inDouble(Map<String, HostTensor> inputs) {
    Map<String, HostTensor> result = new HashMap<>(inputs);
    result.replaceAll((name, tensor) -> inDouble(tensor));
    return result;
  }

  private static HostTensor inDouble(HostTensor tensor) {
    if (tensor.element() != ElementType.FLOAT) {
      return tensor;
    }
    float[] floats = tensor.floats();
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return HostTensor.of(doubles, tensor.shape());
  }

  private static Graph differentiated(Model model, Predicate<String> computedAgain) {
    return differentiated(model, computedAgain, false);
  }

  private static Graph differentiated(
      Model model, Predicate<String> computedAgain, boolean onCuda) {
    return Differentiation.of(
        model.graph().forward(),
        TrainingGraph.LOSS,
        model.graph().parameters().keySet(),
        computedAgain,
        onCuda);
  }

  private static Map<String, double[]> gradients(Graph graph, Map<String, HostTensor> inputs) {
    try (GraphSession session = GraphSession.open(graph, FiniteDifferences.SETTINGS)) {
      Map<String, double[]> gradients = new LinkedHashMap<>();
      session
          .run(inputs)
          .forEach((name, tensor) -> gradients.put(name, inDouble(tensor).doubles()));
      return gradients;
    }
  }

  /** The length of the difference of all gradients, relative to the length of the second. */
  private static double distance(Map<String, double[]> a, Map<String, double[]> b) {
    double difference = 0;
    double length = 0;
    for (Map.Entry<String, double[]> entry : b.entrySet()) {
      double[] other = requireNonNull(a.get(entry.getKey()));
      for (int i = 0; i < other.length; i++) {
        difference += Math.pow(other[i] - entry.getValue()[i], 2);
        length += Math.pow(entry.getValue()[i], 2);
      }
    }
    return Math.sqrt(difference / length);
  }
}
