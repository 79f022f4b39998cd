package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import io.github.em4j.onnx.checkpoint.TensorType;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.Fused;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.Initializer;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Node;
import io.github.em4j.onnx.graph.Product;
import io.github.em4j.onnx.graph.TensorData;
import io.github.em4j.onnx.graph.Weight;
import io.github.em4j.training.lora.TrainingExample.AuxiliaryTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Training graphs in 16 bits, as far as a machine without a GPU goes. */
final class MixedPrecisionTest {
  private static final int VOCABULARY = 270;

  /** As on a GPU. */
  private static final int SPANS = 1;

  /**
   * Half precision loses small gradients; a power of two in the weights takes them out of there.
   */
  private static final double LOSS_SCALE = 1024;

  @TempDir private Path folder;

  /** Loss and gradients by name. */
  private record Gradients(double loss, Map<String, float[]> byName) {}

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void halfPrecisionComesNearToSingle(Architecture architecture) {
    Checkpoint base = base(architecture, TensorType.F16);
    Gradients single = run(differentiated(base, ElementType.FLOAT, 0, false), base, 1);
    Gradients half = run(differentiated(base, ElementType.FLOAT16, 0, false), base, LOSS_SCALE);

    assertThat(half.loss()).isNotEqualTo(single.loss());
    assertNear(half, single, 2e-3, 0.999, 0.02);
  }

  /** The rounding of bfloat16 with the arithmetic of single precision, which the CPU has. */
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void brainFloatsComeNearToSingle(Architecture architecture) {
    Checkpoint base = base(architecture, TensorType.BF16);
    Gradients single = run(differentiated(base, ElementType.FLOAT, 0, false), base, 1);
    Graph half = RoundedGraph.of(differentiated(base, ElementType.BFLOAT16, 0, false));
    Gradients rounded = run(half, base, 1);

    assertThat(rounded.loss()).isNotEqualTo(single.loss());
    assertNear(rounded, single, 1e-2, 0.995, 0.08);
  }

  @Test
  void whatIsComputedAgainIsTheSame() {
    Checkpoint base = base(Architecture.LLAMA, TensorType.F16);
    Gradients kept = run(differentiated(base, ElementType.FLOAT16, 0.2, false), base, LOSS_SCALE);
    Gradients again = run(differentiated(base, ElementType.FLOAT16, 0.2, true), base, LOSS_SCALE);

    assertThat(again.loss()).isEqualTo(kept.loss());
    assertNear(again, kept, 1e-6, 0.999_99, 1e-3);
  }

  private static void assertNear(
      Gradients found, Gradients expected, double lossError, double leastCosine, double normError) {
    assertThat(Math.abs(found.loss() / expected.loss() - 1)).as("loss").isLessThan(lossError);
    expected
        .byName()
        .forEach(
            (name, gradient) -> {
              float[] other = requireNonNull(found.byName().get(name));
              double cosine = dot(gradient, other) / (norm(gradient) * norm(other));
              assertThat(cosine).as(name).isGreaterThanOrEqualTo(leastCosine);
              assertThat(Math.abs(norm(other) / norm(gradient) - 1)).as(name).isLessThan(normError);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "LLAMA, 0, false",
    "LLAMA, 0.1, true",
    "MISTRAL, 0, false",
    "QWEN2, 0.1, true",
    "QWEN3, 0, true"
  })
  void cudaHasEveryOperatorInItsType(Architecture architecture, double dropout, boolean again) {
    CudaKernels kernels = CudaKernels.read();
    Checkpoint base = base(architecture, TensorType.BF16);
    for (ElementType compute : List.of(ElementType.BFLOAT16, ElementType.FLOAT)) {
      TrainingGraph forward = forward(base, compute, dropout);
      assertThat(kernels.missingFor(LiveNodes.of(forward.forward()))).isEmpty();
      assertThat(kernels.missingFor(differentiated(base, compute, dropout, again))).isEmpty();
    }
  }

  @Test
  void cudaHasEveryOperatorOfTheOptimiser() {
    // AdamW is no graph.
    assertThat(CudaKernels.read().missingFor(MuonUpdates.newtonSchulz(3, 8, 40))).isEmpty();
    assertThat(CudaKernels.read().missingFor(MuonUpdates.newtonSchulz(3, 8, 9))).isEmpty();
  }

  @Test
  void theListOfKernelsFindsWhatIsMissing() {
    Checkpoint base = base(Architecture.LLAMA, TensorType.F32);
    TrainingGraph graph = forward(base, ElementType.FLOAT, 0);
    Graph forCpu =
        Differentiation.of(
            graph.forward(), TrainingGraph.LOSS, graph.parameters().keySet(), block -> true);
    assertThat(CudaKernels.read().missingFor(forCpu))
        .isNotEmpty()
        .allMatch(line -> line.endsWith("sums no numbers"));
  }

  /** What ONNX Runtime itself checks before it looks for kernels. */
  @Test
  void onnxRuntimeFindsTheTypesInOrder() {
    Checkpoint base = base(Architecture.QWEN2, TensorType.BF16);
    Graph graph = differentiated(base, ElementType.BFLOAT16, 0.1, true);
    assertThatThrownBy(() -> GraphSession.open(graph, FiniteDifferences.SETTINGS).close())
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("NOT_IMPLEMENTED")
        .hasMessageContaining("Could not find an implementation for");
  }

  @Test
  void weightsStayWhereTheyAreAndActivationsAreOfTheirType() {
    Checkpoint base = base(Architecture.LLAMA, TensorType.BF16);
    Graph graph = differentiated(base, ElementType.BFLOAT16, 0, true);

    List<String> stored =
        graph.initializers().stream()
            .filter(initializer -> initializer.data() instanceof TensorData.InFile)
            .map(Initializer::value)
            .map(value -> value.element() + " " + value.name())
            .toList();
    assertThat(stored).hasSameSizeAs(base.tensors().keySet());
    assertThat(stored).doesNotHaveDuplicates().allMatch(name -> name.startsWith("BFLOAT16 "));
    for (Node node : graph.nodes()) {
      boolean half = node.operator() instanceof Product || node.operator() instanceof Fused;
      if (half) {
        assertThat(node.outputs().get(0).element()).as(node.name()).isEqualTo(ElementType.BFLOAT16);
      }
    }
    // Matrices are read as they are; the way back through a norm takes its few weights in FLOAT.
    assertThat(converted(graph, base)).allMatch(name -> name.endsWith("norm.weight"));
    assertThat(graph.outputs()).allMatch(output -> output.element() == ElementType.FLOAT);
  }

  @Test
  void aWeightThatIsConvertedIsConvertedOnceHoweverOftenActivationsAreComputed() {
    Checkpoint base = base(Architecture.LLAMA, TensorType.F32);
    Graph graph = differentiated(base, ElementType.BFLOAT16, 0, true);
    assertThat(converted(graph, base))
        .filteredOn(name -> name.startsWith("model.layers."))
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  /** Each weight once for each time that it is converted. */
  private static List<String> converted(Graph graph, Checkpoint base) {
    return graph.nodes().stream()
        .filter(node -> node.operator() instanceof Layout.Cast)
        .map(node -> node.inputs().get(0).orElseThrow().name())
        .filter(base.tensors()::containsKey)
        .toList();
  }

  @Test
  void singlePrecisionConvertsNothing() {
    Checkpoint base = base(Architecture.QWEN2, TensorType.F32);
    TrainingGraph graph = forward(base, ElementType.FLOAT, 0.1);
    Graph differentiated =
        Differentiation.of(
            graph.forward(), TrainingGraph.LOSS, graph.parameters().keySet(), block -> false);
    assertThat(differentiated.nodes())
        .noneMatch(node -> node.operator() instanceof Layout.Cast)
        .allMatch(
            node ->
                node.outputs().stream()
                    .allMatch(
                        output ->
                            output.element() == ElementType.FLOAT
                                || output.element() == ElementType.INT64));
  }

  private Checkpoint base(Architecture architecture, TensorType type) {
    LlamaConfig config =
        new LlamaConfig(
            architecture,
            VOCABULARY,
            64,
            96,
            3,
            4,
            2,
            16,
            1e-5,
            1e4,
            Optional.empty(),
            64,
            architecture != Architecture.MISTRAL,
            architecture == Architecture.QWEN2,
            architecture == Architecture.QWEN3);
    RandomCheckpoint.write(config, type, 7, folder);
    return Checkpoint.open(folder);
  }

  private static TrainingGraph forward(Checkpoint base, ElementType compute, double dropout) {
    Map<String, Weight> weights = new LinkedHashMap<>();
    base.tensors().forEach((name, tensor) -> weights.put(name, Weight.of(tensor)));
    AdapterConfig adapter =
        new AdapterConfig(4, 8, false, AdapterConfig.allLinear(4, 8).targets(), dropout, "");
    return TrainingGraph.of(
        base.config(), weights, new Trainable.Lora(adapter), 32, 2, compute, SPANS);
  }

  private static Graph differentiated(
      Checkpoint base, ElementType compute, double dropout, boolean computedAgain) {
    TrainingGraph graph = forward(base, compute, dropout);
    return Differentiation.of(
        graph.forward(),
        TrainingGraph.LOSS,
        graph.parameters().keySet(),
        block -> computedAgain && block.startsWith("model.layers."),
        true);
  }

  private static Gradients run(Graph graph, Checkpoint base, double lossScale) {
    Map<String, HostTensor> inputs = TrainingBatch.inputs(examples(), 0.5 * lossScale, true, SPANS);
    SplittableRandom random = new SplittableRandom(3);
    forward(base, ElementType.FLOAT, 0)
        .parameters()
        .forEach(
            (name, shape) -> {
              double bound = 1 / Math.sqrt((double) shape[1]);
              float[] numbers = new float[Parameter.count(shape)];
              for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextDouble(-bound, bound);
              }
              inputs.put(name, HostTensor.of(numbers, shape));
            });
    int places = 4 * base.config().layers();
    if (graph.inputs().stream().anyMatch(input -> input.name().equals(Dropout.NOISE))) {
      new DropoutNoise(8, 0.2, places, base.config().intermediateSize()).addTo(inputs, 23, 1);
    }
    try (GraphSession session = GraphSession.open(graph, FiniteDifferences.SETTINGS)) {
      Map<String, float[]> gradients = new LinkedHashMap<>();
      Map<String, HostTensor> outputs = session.run(inputs);
      outputs.forEach(
          (name, tensor) -> {
            float[] numbers = tensor.floats();
            for (int i = 0; i < numbers.length; i++) {
              numbers[i] /= (float) lossScale;
            }
            gradients.put(name, numbers);
          });
      double loss = requireNonNull(gradients.remove(TrainingGraph.LOSS))[0];
      return new Gradients(loss, gradients);
    }
  }

  private static List<TrainingExample> examples() {
    SplittableRandom random = new SplittableRandom(1);
    List<TrainingExample> examples = new ArrayList<>();
    for (int length : new int[] {6, 12, 5}) {
      float[] weights = new float[length];
      weights[length - 1] = 1;
      weights[length - 2] = 0.5f;
      examples.add(
          TrainingExample.of(random.ints(length, 0, VOCABULARY).toArray(), weights)
              .withAuxiliary(List.of(new AuxiliaryTarget(length - 2, 1, 0.3f))));
    }
    return examples;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double norm(float[] numbers) {
    return Math.sqrt(dot(numbers, numbers));
  }
}
