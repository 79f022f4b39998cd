package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import io.github.em4j.onnx.checkpoint.SafetensorsFile;
import io.github.em4j.onnx.checkpoint.SafetensorsWriter;
import io.github.em4j.onnx.graph.Weight;
import io.github.em4j.training.lora.TrainingExample.AuxiliaryTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrainingSessionTest {
  private static final Optimizer.Muon MUON =
      new Optimizer.Muon(0.95, 0, Optimizer.AdamW.usual(), 0.1);

  @TempDir private static Path shared;

  @TempDir private Path folder;

  @BeforeAll
  static void writeModel() {
    RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 3, shared);
  }

  private static TrainingSessionBuilder builder(Trainable trainable) {
    return builder(shared, trainable);
  }

  private static TrainingSessionBuilder builder(Path model, Trainable trainable) {
    Checkpoint checkpoint = Checkpoint.open(model);
    Map<String, Weight> weights = new LinkedHashMap<>();
    checkpoint.tensors().forEach((name, tensor) -> weights.put(name, Weight.of(tensor)));
    return TrainingSession.builder(checkpoint.config(), weights, trainable)
        .threads(1, false)
        .maxLength(64)
        .maxGradientNorm(1);
  }

  private static Trainable lora(double dropout) {
    AdapterConfig all = AdapterConfig.allLinear(4, 8);
    return new Trainable.Lora(new AdapterConfig(4, 8, false, all.targets(), dropout, ""));
  }

  private static List<TrainingExample> examples() {
    SplittableRandom random = new SplittableRandom(4);
    List<TrainingExample> examples = new ArrayList<>();
    for (int length : new int[] {12, 7, 9, 12}) {
      examples.add(TrainingExample.completion(random.ints(length, 0, 500).toArray(), length - 2));
    }
    return examples;
  }

  private static TrainingStep step(TrainingSession training, double rate) {
    training.accumulate(examples(), 8);
    return training.step(rate);
  }

  private static float[] everything(TrainingSession training) {
    List<float[]> all = new ArrayList<>();
    training.parameterShapes().keySet().forEach(name -> all.add(training.parameter(name)));
    float[] joined = new float[all.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : all) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  @Test
  void anAdapterLearnsExamplesByHeart() {
    try (TrainingSession training = builder(lora(0)).open()) {
      double first = step(training, 1e-2).loss();
      for (int i = 0; i < 60; i++) {
        step(training, 1e-2);
      }
      // The random head is so small that no adapter brings it further down than about this.
      assertThat(training.loss(examples(), 8)).isLessThan(first - 1);
      assertThat(training.steps()).isEqualTo(61);
    }
  }

  @Test
  void aWholeModelLearnsExamplesByHeart() {
    try (TrainingSession training = builder(new Trainable.Everything()).optimizer(MUON).open()) {
      double first = step(training, 2e-2).loss();
      for (int i = 0; i < 40; i++) {
        step(training, 2e-2);
      }
      assertThat(training.loss(examples(), 8)).isLessThan(first / 10);
    }
  }

  @Test
  void aWindowOfSeveralBatchesIsOneLargeBatch() {
    List<TrainingExample> examples = examples();
    try (TrainingSession once = builder(lora(0)).open();
        TrainingSession parts = builder(lora(0)).open()) {
      TrainingStep whole = step(once, 1e-2);
      for (TrainingExample example : examples) {
        parts.accumulate(List.of(example), 8);
      }
      TrainingStep summed = parts.step(1e-2);

      assertThat(summed.loss()).isCloseTo(whole.loss(), within(1e-5));
      assertThat(summed.gradientNorm()).isCloseTo(whole.gradientNorm(), within(1e-5));
      assertThat(summed.tokens()).isEqualTo(40);
    }
  }

  @Test
  void aBatchInPartsIsOneLargeBatch() {
    try (TrainingSession one = builder(new Trainable.Everything()).open();
        TrainingSession several = builder(new Trainable.Everything()).threads(3, false).open()) {
      TrainingStep expected = large(one);
      TrainingStep found = large(several);

      assertThat(found.loss()).isCloseTo(expected.loss(), within(1e-5));
      assertThat(found.gradientNorm()).isCloseTo(expected.gradientNorm(), within(1e-5));
      assertThat(found.tokens()).isEqualTo(2002);
      assertThat(several.loss(many(), 400)).isCloseTo(one.loss(many(), 400), within(1e-5));
    }
  }

  @Test
  void partsOnSeveralThreadsGiveTheSameBits() {
    for (Trainable trainable : List.of(lora(0.1), new Trainable.Everything())) {
      try (TrainingSession one = builder(trainable).threads(2, false).open();
          TrainingSession two = builder(trainable).threads(2, false).open()) {
        large(one);
        large(two);
        assertThat(everything(two)).isEqualTo(everything(one));
      }
    }
  }

  private static TrainingStep large(TrainingSession training) {
    training.accumulate(many(), 400);
    return training.step(1e-3);
  }

  /** So many that they go in parts, one of them without anything to learn. */
  private static List<TrainingExample> many() {
    List<TrainingExample> many = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      many.addAll(examples());
    }
    many.add(TrainingExample.of(new int[] {1, 2}, new float[2]));
    return many;
  }

  @Test
  void checkpointingChangesNothingButTheMemory() {
    try (TrainingSession kept = builder(lora(0.2)).open();
        TrainingSession again = builder(lora(0.2)).checkpointing(true).open()) {
      for (int i = 0; i < 3; i++) {
        TrainingStep expected = step(kept, 1e-3);
        TrainingStep found = step(again, 1e-3);
        assertThat(found.loss()).isCloseTo(expected.loss(), within(1e-4));
        assertThat(found.gradientNorm()).isCloseTo(expected.gradientNorm(), within(1e-4));
      }
    }
  }

  @Test
  void anInterruptedTrainingGoesOnWithTheSameBits() {
    interrupt(builder(lora(0.1)));
    interrupt(builder(new Trainable.Everything()).optimizer(MUON));
  }

  private void interrupt(TrainingSessionBuilder builder) {
    Path file = folder.resolve("state.safetensors");
    float[] expected;
    try (TrainingSession training = builder.open()) {
      step(training, 1e-3);
      step(training, 1e-3);
      training.save(file);
      step(training, 1e-3);
      step(training, 1e-3);
      expected = everything(training);
    }
    try (TrainingSession training = builder.open()) {
      training.restore(file);
      assertThat(training.steps()).isEqualTo(2);
      step(training, 1e-3);
      step(training, 1e-3);
      assertThat(everything(training)).isEqualTo(expected);
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    try (TrainingSession one = builder(lora(0.1)).seed(5).open();
        TrainingSession two = builder(lora(0.1)).seed(5).open();
        TrainingSession other = builder(lora(0.1)).seed(6).open()) {
      step(one, 1e-3);
      step(two, 1e-3);
      step(other, 1e-3);
      assertThat(everything(two)).isEqualTo(everything(one));
      assertThat(everything(other)).isNotEqualTo(everything(one));
    }
  }

  @Test
  void aStateOfAnotherTrainingIsRefused() {
    Path file = folder.resolve("state.safetensors");
    try (TrainingSession training = builder(lora(0)).open()) {
      training.save(file);
    }
    refuse(file, builder(lora(0)).seed(7), "seed 42", "seed 7");
    refuse(file, builder(lora(0.1)), "dropout 0.0", "dropout 0.1");
    AdapterConfig otherScale = AdapterConfig.allLinear(4, 9);
    refuse(file, builder(new Trainable.Lora(otherScale)), "alpha 8.0", "alpha 9.0");
    AdapterConfig otherRank = AdapterConfig.allLinear(5, 8);
    refuse(file, builder(new Trainable.Lora(otherRank)), "rank 4", "rank 5");
    refuse(file, builder(new Trainable.Everything()), "rank 4", "all parameters");
  }

  @Test
  void aStateIsKnownWhateverDigitsTheLocaleHas() {
    Path file = folder.resolve("state.safetensors");
    try (TrainingSession training = builder(lora(0)).open()) {
      training.save(file);
    }
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try (TrainingSession training = builder(lora(0)).open()) {
      training.restore(file);
      assertThat(training.steps()).isZero();
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aStateOverOtherWeightsIsRefused() {
    Path file = folder.resolve("state.safetensors");
    try (TrainingSession training = builder(lora(0)).open()) {
      training.save(file);
    }
    Path other = folder.resolve("other");
    RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 4, other);
    refuse(file, builder(other, lora(0)), "base weights");
  }

  private static void refuse(Path file, TrainingSessionBuilder builder, String... reasons) {
    try (TrainingSession other = builder.open()) {
      float[] before = everything(other);
      assertThatThrownBy(() -> other.restore(file))
          .isInstanceOf(EntityMatchingException.class)
          .hasMessageContainingAll(reasons);
      assertThat(everything(other)).isEqualTo(before);
    }
  }

  @Test
  void aStateOfAnEarlierVersionIsRead() {
    Path file = folder.resolve("state.safetensors");
    Path earlier = folder.resolve("earlier.safetensors");
    try (TrainingSession training = builder(lora(0)).open()) {
      step(training, 1e-3);
      training.save(file);
      SafetensorsFile saved = SafetensorsFile.open(file);
      SafetensorsWriter writer = new SafetensorsWriter();
      for (String note : List.of("step", "runs", "setting")) {
        writer.metadata(note, requireNonNull(saved.metadata().get(note)));
      }
      saved
          .tensors()
          .forEach(
              (name, tensor) -> writer.add(name, tensor.type(), tensor.shape(), tensor.read()));
      writer.write(earlier);
      assertThat(saved.metadata())
          .containsEntry(
              "setting",
              "seed 42, AdamW[beta1=0.9, beta2=0.999, epsilon=1.0E-8, weightDecay=0.0], clipped at"
                  + " 1.0");
    }
    try (TrainingSession training = builder(lora(0)).open()) {
      training.restore(earlier);
      assertThat(training.steps()).isEqualTo(1);
    }
  }

  @Test
  void eitherHeadMayHaveNothingToLearn() {
    try (TrainingSession plain = builder(lora(0)).open();
        TrainingSession training = builder(lora(0)).auxiliaryClasses(2).open()) {
      assertThat(training.accumulate(examples(), 8))
          .isCloseTo(plain.accumulate(examples(), 8), within(1e-6));
      TrainingExample words =
          TrainingExample.of(new int[] {1, 2, 3}, new float[3])
              .withAuxiliary(List.of(new AuxiliaryTarget(1, 1, 1)));
      // A new head is near to a guess.
      assertThat(training.accumulate(List.of(words), 1)).isCloseTo(Math.log(2), within(0.2));
      assertThat(training.step(1e-3).isFinite()).isTrue();
      TrainingExample third = words.withAuxiliary(List.of(new AuxiliaryTarget(1, 2, 1)));
      assertThatThrownBy(() -> training.accumulate(List.of(third), 1))
          .hasMessage("an auxiliary label must be 0 to 1, found 2");
    }
  }

  @Test
  void aBuilderThatIsChangedLaterChangesNoOpenSession() {
    TrainingSessionBuilder builder = builder(lora(0));
    try (TrainingSession training = builder.open()) {
      builder.maxLength(4);
      step(training, 1e-3);
      assertThat(training.steps()).isEqualTo(1);
    }
  }

  @Test
  void theLossIsThereBetweenStepsToo() {
    try (TrainingSession training = builder(lora(0.1)).open()) {
      double before = training.loss(examples(), 8);
      step(training, 1e-2);
      assertThat(training.loss(examples(), 8)).isLessThan(before);
      step(training, 1e-2);
    }
  }

  @Test
  void numbersThatAreNoNumbersChangeNothing() {
    try (TrainingSession training = builder(lora(0)).open()) {
      String name = training.parameterShapes().keySet().iterator().next();
      float[] broken = training.parameter(name);
      broken[0] = Float.NaN;
      training.setParameter(name, broken);
      float[] before = everything(training);

      assertThat(step(training, 1e-3).isFinite()).isFalse();
      assertThat(everything(training)).isEqualTo(before);
      assertThat(training.steps()).isZero();
    }
  }

  @Test
  void adamMovesEachNumberByTheRateAtFirst() {
    try (TrainingSession training = builder(lora(0)).open()) {
      String name = "model.layers.1.mlp.down_proj.lora_B";
      step(training, 1e-3);
      for (float number : training.parameter(name)) {
        assertThat(Math.abs(number)).isCloseTo(1e-3f, within(1e-4f));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"20, 1", "64, 1", "128, 2", "240, 3", "500, 4"})
  void longExamplesAreCutIntoSpansOnTheCpu(int maxLength, int spans) {
    TrainingSessionBuilder builder = builder(lora(0)).maxLength(maxLength);

    assertThat(builder.spans()).isEqualTo(spans);
    assertThat(builder.device(Device.cuda(0)).spans()).isEqualTo(1);
  }

  @Test
  void whatCannotBeTrainedOnIsRefused() {
    try (TrainingSession training = builder(lora(0)).open()) {
      assertThatThrownBy(() -> training.step(1e-3)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> training.accumulate(List.of(), 1))
          .hasMessage("nothing in the batch counts");
      assertThatThrownBy(
              () ->
                  training.accumulate(
                      List.of(TrainingExample.completion(new int[] {1, 512}, 1)), 1))
          .hasMessage("a token must be 0 to 511, found 512");
      assertThatThrownBy(
              () -> training.accumulate(List.of(TrainingExample.completion(new int[65], 1)), 1))
          .hasMessage("an example must have at most 64 tokens, found 65");
      assertThat(
              requireNonNull(training.parameterShapes().get("model.layers.0.mlp.up_proj.lora_A")))
          .containsExactly(4, 64);
    }
  }
}
