package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuningCancelledException;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningListener;
import io.github.em4j.model.FineTuningMetrics;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.onnx.OnnxLlama;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import io.github.em4j.onnx.checkpoint.TensorType;
import io.github.em4j.prompts.PromptedMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FullTrainerTest {
  static final FullOptions OPTIONS =
      FullOptions.tiny().toBuilder()
          .learningRate(1e-2)
          .warmUpSteps(3)
          .epochs(3)
          .batch(16, Integer.MAX_VALUE)
          .microBatchTokens(512)
          .saveEverySteps(2)
          .threads(1)
          .build();

  @TempDir private static Path base;

  @TempDir private Path folder;

  @BeforeAll
  static void writeModel() {
    RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 3, base);
  }

  private static FineTunedModel train(
      FullOptions options, FineTuningData data, Path output, FineTuningListener listener) {
    try (FineTuningRun run =
        FullTrainer.builder(base)
            .options(options)
            .build()
            .start(data, FineTuningOptions.builder().output(output).listener(listener).build())) {
      return run.await();
    }
  }

  private static FineTunedModel train(FullOptions options, FineTuningData data, Path output) {
    return train(options, data, output, event -> {});
  }

  @Test
  void learnsWhatCanBeToldApartAndIsAModelLikeAnyOther() throws IOException {
    FullOptions thorough = OPTIONS.toBuilder().epochs(4).batch(8, Integer.MAX_VALUE).build();
    FineTunedModel model = train(thorough, ToyMatching.data(160, 60), folder);

    assertThat(model.best().orElseThrow().metric(FineTuningMetrics.VALIDATION_F1).orElseThrow())
        .isGreaterThan(0.95);
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "config.json",
              "generation_config.json",
              "model.safetensors",
              "tokenizer.json",
              "tokenizer_config.json",
              "README.md",
              "epochs.json",
              "run.json",
              "run.jsonl",
              "run.lock");
    }
    assertThat(folder.resolve("README.md"))
        .content()
        .contains("all parameters trained of", "library_name: transformers", "Muon, momentum 0.95");
    assertThat(model.id().revision()).contains(Checkpoint.open(folder).fingerprint());
    List<LabeledPair> unseen = ToyMatching.pairs(60, 7);
    try (OnnxLlama llama = OnnxLlama.builder(folder).threads(1).build();
        PromptedMatcher matcher =
            PromptedMatcher.builder(llama).template(ToyMatching.RENDERER.template()).build()) {
      assertThat(unseen)
          .filteredOn(pair -> matcher.match(pair.pair()).isMatch() == pair.label().isMatch())
          .hasSizeGreaterThan(56);
    }
  }

  @Test
  void aCancelledRunGoesOnToTheSameBytes() {
    FineTuningData data = ToyMatching.data(80, 4);
    Path whole = folder.resolve("whole");
    Path interrupted = folder.resolve("interrupted");
    FineTunedModel expected = train(OPTIONS, data, whole);
    AtomicReference<FineTuningRun> started = new AtomicReference<>();
    FineTuningListener cancelling =
        event -> {
          if (event instanceof FineTuningEvent.Progressed step && step.progress().step() == 8) {
            while (started.get() == null) {
              Thread.onSpinWait();
            }
            started.get().cancel();
          }
        };
    FineTuningOptions options =
        FineTuningOptions.builder().output(interrupted).listener(cancelling).build();
    try (FineTuningRun run =
        FullTrainer.builder(base).options(OPTIONS).build().start(data, options)) {
      started.set(run);
      assertThatThrownBy(run::await).isInstanceOf(FineTuningCancelledException.class);
    }
    assertThat(interrupted.resolve("config.json")).doesNotExist();
    FineTunedModel model = train(OPTIONS, data, interrupted);

    assertThat(interrupted.resolve("model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("model.safetensors"));
    assertThat(model.id()).isEqualTo(expected.id());
    assertThat(model.epochs()).extracting(EpochResult::step).containsExactly(5L, 10L, 15L);
    assertThat(train(OPTIONS, data, interrupted).id()).isEqualTo(expected.id());
  }

  @Test
  void writesTheTypeThatIsAskedForAndKnowsItAgain() {
    FineTuningData data = ToyMatching.data(20, 0);
    FineTuningOptions options = FineTuningOptions.builder().output(folder).build();
    FullTrainer.Builder trainer = FullTrainer.builder(base).options(OPTIONS);
    try (FineTuningRun run = trainer.type(TensorType.BF16).build().start(data, options)) {
      run.await();
    }
    assertThat(Checkpoint.open(folder).tensor("model.norm.weight").type())
        .isEqualTo(TensorType.BF16);
    FullTrainer other = trainer.type(TensorType.F16).build();
    assertThatThrownBy(() -> other.start(data, options))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("written as was BF16 and is F16");
  }
}
