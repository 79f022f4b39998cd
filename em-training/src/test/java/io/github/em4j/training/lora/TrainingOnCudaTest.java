package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.Precision;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import io.github.em4j.onnx.checkpoint.TensorType;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.Weight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training on a GPU, where there is one; and what is said where there is none. */
final class TrainingOnCudaTest {
  private static final int STEPS = 12;
  private static final double RATE = 5e-3;

  @TempDir private static Path folder;

  private static Optional<String> missing = Optional.empty();

  @BeforeAll
  static void writeModel() {
    RandomCheckpoint.write(
        RandomCheckpoint.Shape.TINY.config(), TensorType.BF16, 3, folder.resolve("model"));
    try {
      GraphSession.requireDevice(
          SessionSettings.mapped().on(new SessionSettings.Cuda(0, OptionalLong.empty())));
    } catch (EntityMatchingException e) {
      missing = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void assumeGpu() {
    assumeTrue(missing.isEmpty(), () -> "needs a GPU: " + missing.orElse(""));
  }

  private static TrainingSessionBuilder builder(Trainable trainable) {
    Checkpoint checkpoint = Checkpoint.open(folder.resolve("model"));
    Map<String, Weight> weights = new LinkedHashMap<>();
    checkpoint.tensors().forEach((name, tensor) -> weights.put(name, Weight.of(tensor)));
    return TrainingSession.builder(checkpoint.config(), weights, trainable)
        .threads(1, false)
        .maxLength(64)
        .maxGradientNorm(1);
  }

  private static Trainable lora() {
    AdapterConfig all = AdapterConfig.allLinear(4, 8);
    return new Trainable.Lora(new AdapterConfig(4, 8, false, all.targets(), 0.1, ""));
  }

  private static List<TrainingExample> examples() {
    SplittableRandom random = new SplittableRandom(4);
    List<TrainingExample> examples = new ArrayList<>();
    for (int length : new int[] {12, 7, 9, 12}) {
      examples.add(TrainingExample.completion(random.ints(length, 0, 500).toArray(), length - 2));
    }
    return examples;
  }

  private static List<TrainingStep> steps(TrainingSession training) {
    List<TrainingStep> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      training.accumulate(examples(), 8);
      steps.add(training.step(RATE));
    }
    return steps;
  }

  /** If FP32 passes and BF16 does not, it is the rounding; if neither does, it is a kernel. */
  @ParameterizedTest
  @CsvSource({
    "FP32, false, 1e-3, 1e-2", "FP32, true, 1e-3, 1e-2",
    "BF16, false, 2e-2, 0.1", "BF16, true, 2e-2, 0.1"
  })
  void stepsFollowThoseOfTheCpuInSinglePrecision(
      Precision precision, boolean checkpointing, double lossError, double normError) {
    assumeGpu();
    try (TrainingSession onCpu = builder(lora()).open();
        TrainingSession onCuda =
            builder(lora()).cuda(0).precision(precision).checkpointing(checkpointing).open()) {
      List<TrainingStep> expected = steps(onCpu);
      List<TrainingStep> found = steps(onCuda);
      for (int i = 0; i < STEPS; i++) {
        TrainingStep step = expected.get(i);
        assertThat(found.get(i).loss()).isCloseTo(step.loss(), within(lossError * step.loss()));
        assertThat(found.get(i).gradientNorm())
            .isCloseTo(step.gradientNorm(), within(normError * step.gradientNorm()));
      }
      assertThat(found.get(STEPS - 1).loss()).isLessThan(found.get(0).loss());
    }
  }

  @Test
  void theMemoryIsGivenBackInTheMiddleOfAWindow() {
    assumeGpu();
    try (TrainingSession whole = builder(lora()).cuda(0).open();
        TrainingSession interrupted = builder(lora()).cuda(0).open()) {
      List<TrainingExample> examples = examples();
      for (TrainingSession training : List.of(whole, interrupted)) {
        training.accumulate(examples, 16);
        if (training == interrupted) {
          training.loss(examples, 8);
          training.release();
        }
        training.accumulate(examples, 16);
      }
      double norm = whole.step(RATE).gradientNorm();
      assertThat(interrupted.step(RATE).gradientNorm()).isCloseTo(norm, within(1e-3 * norm));
    }
  }

  @Test
  void aRunTrainsAndValidatesThere() throws IOException {
    assumeGpu();
    Path adapter = folder.resolve("adapter");
    try (FineTuningRun run = start(adapter)) {
      FineTunedModel model = run.await();
      assertThat(model.epochs()).hasSize(2);
      assertThat(model.metrics()).isNotEmpty();
    }
    assertThat(Files.readAllLines(adapter.resolve("run.jsonl")))
        .allMatch(line -> line.contains("\"device\":\"cuda\",\"precision\":\"BF16\""));
    LoraAdapter.open(adapter, Checkpoint.open(folder.resolve("model")).config());
  }

  private static FineTuningRun start(Path output) {
    LoraOptions options = LoraOptions.tiny().toBuilder().epochs(2).cuda(0).build();
    return LoraTrainer.builder(folder.resolve("model"))
        .options(options)
        .build()
        .start(ToyMatching.data(40, 10), FineTuningOptions.builder().output(output).build());
  }

  @Test
  void aGpuThatIsNotThereIsMissedAtTheDoor() {
    assumeTrue(missing.isPresent(), "there is a GPU");
    TrainingSessionBuilder builder = builder(lora()).device(Device.cuda(0));
    assertThatThrownBy(builder::open)
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageStartingWith("CUDA device 0 cannot be used: ");
    assertThatThrownBy(() -> start(folder.resolve("nowhere")))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageStartingWith("CUDA device 0 cannot be used: ");
  }

  @Test
  void whatAGpuDoesNotTrainIsRefused() {
    assertThatThrownBy(builder(new Trainable.Everything()).cuda(0)::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("on cuda:0 an adapter is trained");
    assertThatThrownBy(builder(lora()).cuda(0).precision(Precision.FP16)::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found FP16");
    assertThatThrownBy(builder(lora()).precision(Precision.BF16)::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("on cpu one trains in [FP32]");
  }
}
