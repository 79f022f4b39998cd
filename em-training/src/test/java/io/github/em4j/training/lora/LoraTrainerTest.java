package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.github.em4j.model.FineTuningProgress.State;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.onnx.OnnxLlama;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.onnx.checkpoint.LoraAdapterWriter;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import io.github.em4j.onnx.checkpoint.TensorType;
import io.github.em4j.prompts.PromptedMatcher;
import io.github.em4j.training.lora.LearningRateSchedule.Decay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoraTrainerTest {
  static final LoraOptions OPTIONS =
      LoraOptions.tiny().toBuilder()
          .rank(4, 8)
          .learningRate(1e-2)
          .warmUpSteps(3)
          .dropout(0.1)
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
      LoraOptions options, FineTuningData data, Path output, FineTuningListener listener) {
    try (FineTuningRun run =
        LoraTrainer.builder(base)
            .options(options)
            .build()
            .start(data, FineTuningOptions.builder().output(output).listener(listener).build())) {
      return run.await();
    }
  }

  private static FineTunedModel train(LoraOptions options, FineTuningData data, Path output) {
    return train(options, data, output, event -> {});
  }

  @Test
  void learnsWhatCanBeToldApartAndMatchesWithIt() {
    LoraOptions thorough =
        OPTIONS.toBuilder().rank(8, 16).dropout(0).epochs(8).batch(8, Integer.MAX_VALUE).build();
    FineTunedModel model = train(thorough, ToyMatching.data(160, 60), folder);

    assertThat(model.best().orElseThrow().metric(FineTuningMetrics.VALIDATION_F1).orElseThrow())
        .isGreaterThan(0.95);
    List<LabeledPair> unseen = ToyMatching.pairs(60, 7);
    try (OnnxLlama llama = OnnxLlama.builder(base).adapter(folder).threads(1).build();
        PromptedMatcher matcher =
            PromptedMatcher.builder(llama).template(ToyMatching.RENDERER.template()).build()) {
      assertThat(unseen)
          .filteredOn(pair -> matcher.match(pair.pair()).isMatch() == pair.label().isMatch())
          .hasSizeGreaterThan(56);
    }
  }

  @Test
  void leavesTheAdapterItsCardAndTheLogAndNothingElse() throws IOException {
    FineTunedModel model = train(OPTIONS, ToyMatching.data(40, 10), folder);

    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "adapter_config.json",
              "adapter_model.safetensors",
              "README.md",
              "epochs.json",
              "run.json",
              "run.jsonl",
              "run.lock");
    }
    // 40 examples in steps of at most 16, three epochs, and a line for each epoch.
    assertThat(Files.readAllLines(folder.resolve("run.jsonl"))).hasSize(3 * 3 + 3);
    assertThat(model.folder()).contains(folder);
    assertThat(model.epochs()).extracting(EpochResult::epoch).containsExactly(1, 2, 3);
    assertThat(model.id().name()).endsWith("+toy");
  }

  @Test
  void saysHowFarItIs() {
    List<FineTuningEvent> events = new ArrayList<>();
    train(OPTIONS, ToyMatching.data(32, 4), folder, events::add);

    List<State> states =
        events.stream()
            .filter(FineTuningEvent.Progressed.class::isInstance)
            .map(event -> ((FineTuningEvent.Progressed) event).progress().state())
            .toList();
    assertThat(states).hasSize(7).endsWith(State.RUNNING, State.SUCCEEDED);
    assertThat(events.get(0))
        .isInstanceOfSatisfying(
            FineTuningEvent.Progressed.class,
            first -> {
              assertThat(first.progress().step()).isEqualTo(1);
              assertThat(first.progress().totalSteps()).hasValue(6);
              assertThat(first.progress().remaining()).isPresent();
              assertThat(first.metric(FineTuningMetrics.TRAIN_LOSS)).isPresent();
            });
    assertThat(events).filteredOn(FineTuningEvent.EpochFinished.class::isInstance).hasSize(3);
  }

  @Test
  void stopsWhenValidationNoLongerGains() {
    LoraOptions still = OPTIONS.toBuilder().learningRate(1e-12).epochs(9).earlyStopping(2).build();
    FineTunedModel model = train(still, ToyMatching.data(20, 10), folder);
    assertThat(model.epochs().size() - model.bestEpoch().orElseThrow()).isEqualTo(2);
    assertThat(model.epochs()).hasSizeLessThan(9);
  }

  @Test
  void withoutQuestionsTheLastEpochIsTaken() {
    FineTunedModel model = train(OPTIONS, ToyMatching.data(20, 0), folder);
    assertThat(model.bestEpoch()).hasValue(3);
    assertThat(model.epochs().get(2).metrics()).isEmpty();
  }

  @Test
  void aCancelledRunGoesOnToTheSameBytes() throws IOException {
    FineTuningData data = ToyMatching.data(80, 10);
    Path whole = folder.resolve("whole");
    Path interrupted = folder.resolve("interrupted");
    train(OPTIONS, data, whole);

    AtomicReference<FineTuningRun> started = new AtomicReference<>();
    FineTuningListener cancelling =
        event -> {
          if (event instanceof FineTuningEvent.Progressed step && step.progress().step() == 8) {
            cancel(started);
          }
        };
    try (FineTuningRun run =
        LoraTrainer.builder(base)
            .options(OPTIONS)
            .build()
            .start(
                data,
                FineTuningOptions.builder().output(interrupted).listener(cancelling).build())) {
      started.set(run);
      assertThatThrownBy(run::await).isInstanceOf(FineTuningCancelledException.class);
      assertThat(run.progress().state()).isEqualTo(State.CANCELLED);
    }
    assertThat(interrupted.resolve("adapter_config.json")).doesNotExist();
    train(OPTIONS, data, interrupted);

    assertThat(interrupted.resolve("adapter_model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("adapter_model.safetensors"));
  }

  private static void cancel(AtomicReference<FineTuningRun> started) {
    while (started.get() == null) {
      Thread.onSpinWait();
    }
    started.get().cancel();
  }

  @Test
  void refusesToGoOnWithOtherOptionsOrDataAndNamesThem() {
    train(OPTIONS, ToyMatching.data(20, 4), folder);
    LoraOptions other = OPTIONS.toBuilder().learningRate(2e-2).rank(8, 8).build();
    assertThatThrownBy(() -> train(other, ToyMatching.data(20, 4), folder))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("rank was 4 and is 8")
        .hasMessageContaining("learning rate was 0.01 and is 0.02");
    assertThatThrownBy(() -> train(OPTIONS, ToyMatching.data(21, 4), folder))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("data was ");
  }

  @Test
  void aFinishedRunGivesItsModelWithoutTraining() {
    FineTunedModel model = train(OPTIONS, ToyMatching.data(20, 4), folder);
    List<FineTuningEvent> events = new ArrayList<>();
    FineTunedModel again = train(OPTIONS, ToyMatching.data(20, 4), folder, events::add);
    assertThat(again.id()).isEqualTo(model.id());
    assertThat(again.bestEpoch()).isEqualTo(model.bestEpoch());
    assertThat(events).hasSize(2);
    assertThat(events)
        .filteredOn(FineTuningEvent.Message.class::isInstance)
        .singleElement()
        .asString()
        .contains("not trained again");
  }

  @Test
  void aRunCancelledBeforeItsValidationGoesOnWithThat() throws IOException {
    FineTuningData data = ToyMatching.data(80, 10);
    Path whole = folder.resolve("whole");
    Path interrupted = folder.resolve("interrupted");
    train(OPTIONS, data, whole);
    AtomicReference<FineTuningRun> started = new AtomicReference<>();
    // Five steps an epoch.
    FineTuningListener cancelling =
        event -> {
          if (event instanceof FineTuningEvent.Progressed step && step.progress().step() == 10) {
            cancel(started);
          }
        };
    FineTuningOptions options =
        FineTuningOptions.builder().output(interrupted).listener(cancelling).build();
    try (FineTuningRun run =
        LoraTrainer.builder(base).options(OPTIONS).build().start(data, options)) {
      started.set(run);
      assertThatThrownBy(run::await).isInstanceOf(FineTuningCancelledException.class);
    }
    List<FineTuningEvent> events = new ArrayList<>();
    FineTunedModel model = train(OPTIONS, data, interrupted, events::add);

    assertThat(events)
        .contains(
            new FineTuningEvent.Message(
                FineTuningEvent.Message.Level.INFO, "validating epoch 2, which was not done"));
    assertThat(model.epochs()).extracting(EpochResult::epoch).containsExactly(1, 2, 3);
    assertThat(interrupted.resolve("adapter_model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("adapter_model.safetensors"));
  }

  @Test
  void aListenerMayCloseItsOwnRun() {
    AtomicReference<FineTuningRun> started = new AtomicReference<>();
    FineTuningListener closing =
        event -> {
          while (started.get() == null) {
            Thread.onSpinWait();
          }
          started.get().close();
        };
    FineTuningOptions options =
        FineTuningOptions.builder().output(folder).listener(closing).build();
    try (FineTuningRun run =
        LoraTrainer.builder(base)
            .options(OPTIONS)
            .build()
            .start(ToyMatching.data(20, 0), options)) {
      started.set(run);
      assertThatThrownBy(run::await).isInstanceOf(FineTuningCancelledException.class);
    }
  }

  @Test
  void saysWhereTheModelsOfEpochsLieOnlyWhereTheyDo() {
    LoraOptions keeping = OPTIONS.toBuilder().keepEpochs(true).build();
    FineTunedModel kept = train(keeping, ToyMatching.data(20, 4), folder.resolve("kept"));
    assertThat(kept.epochs())
        .allSatisfy(epoch -> assertThat(Path.of(epoch.model().orElseThrow())).isDirectory());
    FineTunedModel best = train(OPTIONS, ToyMatching.data(20, 4), folder.resolve("best"));
    assertThat(best.epochs()).allSatisfy(epoch -> assertThat(epoch.model()).isEmpty());
  }

  @Test
  void anEpochThatIsToldOfNamesNoFolderThatIsGone() {
    List<EpochResult> told = new ArrayList<>();
    LoraOptions still = OPTIONS.toBuilder().learningRate(1e-12).build();
    train(
        still,
        ToyMatching.data(20, 10),
        folder,
        event -> {
          if (event instanceof FineTuningEvent.EpochFinished finished) {
            told.add(finished.result());
            assertThat(finished.result().model().map(Path::of).filter(Files::notExists)).isEmpty();
          }
        });
    assertThat(told).hasSize(3);
    assertThat(told).filteredOn(result -> result.model().isEmpty()).isNotEmpty();
  }

  @Test
  void refusesAnAdapterOfAnotherShapeBeforeItStarts() {
    FineTuningData data = ToyMatching.data(20, 0);
    train(OPTIONS, data, folder.resolve("first"));
    LoraTrainer trainer =
        LoraTrainer.builder(base)
            .options(OPTIONS.toBuilder().rank(8, 8).build())
            .startingFrom(folder.resolve("first"))
            .build();
    FineTuningOptions options =
        FineTuningOptions.builder().output(folder.resolve("second")).build();
    assertThatThrownBy(() -> trainer.start(data, options))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("has rank 4 and scale 2.0");
    assertThat(folder.resolve("second")).doesNotExist();
  }

  @Test
  void refusesAnAdapterWithASingleLayerOfAnotherScaleBeforeItStarts() throws IOException {
    FineTuningData data = ToyMatching.data(20, 0);
    train(OPTIONS, data, folder.resolve("first"));
    Path config = folder.resolve("first/adapter_config.json");
    ObjectNode changed = (ObjectNode) new ObjectMapper().readTree(config.toFile());
    changed.putObject("alpha_pattern").put("layers.1.self_attn.q_proj", 16);
    Files.writeString(config, changed.toString());
    LoraTrainer trainer =
        LoraTrainer.builder(base).options(OPTIONS).startingFrom(folder.resolve("first")).build();
    FineTuningOptions options =
        FineTuningOptions.builder().output(folder.resolve("second")).build();
    assertThatThrownBy(() -> trainer.start(data, options))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("has rank 4 and scale 4.0 in model.layers.1.self_attn.q_proj")
        .hasMessageContaining("ask for 4 and 2.0");
  }

  @Test
  void writesAMergedCheckpointOfAFinishedRunToo() throws IOException {
    FineTuningData data = ToyMatching.data(20, 4);
    train(OPTIONS, data, folder);
    Files.writeString(folder.resolve("README.md"), "edited");
    try (FineTuningRun run =
        LoraTrainer.builder(base)
            .options(OPTIONS)
            .merged(TensorType.F16)
            .build()
            .start(data, FineTuningOptions.builder().output(folder).build())) {
      run.await();
    }
    assertThat(folder.resolve("merged").resolve("config.json")).exists();
    assertThat(folder.resolve("README.md")).hasContent("edited");
  }

  @Test
  void learnsFromOneExample() {
    FineTunedModel model = train(OPTIONS, ToyMatching.data(1, 1), folder);
    assertThat(model.epochs()).extracting(EpochResult::step).containsExactly(1L, 2L, 3L);
  }

  @Test
  void saysThatNoExampleFits() {
    LoraOptions narrow =
        OPTIONS.toBuilder().maxLength(4).longExamples(LongExamplePolicy.DROP).build();
    assertThatThrownBy(() -> train(narrow, ToyMatching.data(3, 0), folder))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessage("none of the 3 examples fits into 4 tokens");
  }

  @Test
  void aLossThatIsNoNumberEndsTheFirstStep() {
    FineTuningData data = ToyMatching.data(20, 4);
    train(OPTIONS, data, folder.resolve("first"));
    Checkpoint model = Checkpoint.open(base);
    LoraAdapter adapter = LoraAdapter.open(folder.resolve("first"), model.config());
    LoraAdapterWriter writer = new LoraAdapterWriter(adapter.config());
    adapter
        .updates()
        .forEach(
            (module, update) -> {
              float[] broken = update.down().read();
              broken[0] = Float.NaN;
              int in = update.down().shape().get(1).intValue();
              int out = update.up().shape().get(0).intValue();
              writer.add(module, in, out, broken, update.up().read());
            });
    writer.write(folder.resolve("broken"));
    LoraTrainer trainer =
        LoraTrainer.builder(base).options(OPTIONS).startingFrom(folder.resolve("broken")).build();
    Path output = folder.resolve("second");
    try (FineTuningRun run =
        trainer.start(data, FineTuningOptions.builder().output(output).build())) {
      assertThatThrownBy(run::await)
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageContaining("at step 1 the loss is NaN;")
          .hasMessageContaining("nothing was saved before");
    }
    // The folder is free again.
    RunFolder.open(output).close();
  }

  @Test
  void aRunThatCouldNotWriteAFileGoesOnToTheSameBytes() throws IOException {
    FineTuningData data = ToyMatching.data(80, 4);
    Path whole = folder.resolve("whole");
    train(OPTIONS, data, whole);

    Path disturbed = folder.resolve("disturbed");
    for (String file :
        List.of(
            "state.safetensors",
            "epochs/epoch-1/adapter_model.safetensors",
            "epochs/epoch-1/adapter_config.json",
            "epochs.json",
            "epochs/epoch-3/adapter_config.json",
            "adapter_model.safetensors",
            "adapter_config.json",
            "README.md")) {
      AtomicBoolean refused = new AtomicBoolean();
      FineTuningListener refusing =
          event -> {
            if (!refused.getAndSet(true)) {
              UpcomingFile.refuse(disturbed.resolve(file));
            }
          };
      assertThatThrownBy(() -> train(OPTIONS, data, disturbed, refusing))
          .isInstanceOf(EntityMatchingException.class)
          .hasMessageContaining("cannot be written");
    }
    train(OPTIONS, data, disturbed);

    assertThat(disturbed.resolve("adapter_model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("adapter_model.safetensors"));
    assertThat(Files.readAllLines(disturbed.resolve("run.jsonl")))
        .hasSameSizeAs(Files.readAllLines(whole.resolve("run.jsonl")));
  }

  @Test
  void leavesTheLastGoodStateWhenTheLossExplodes() {
    LoraOptions wild =
        OPTIONS.toBuilder()
            .learningRate(1e4)
            .schedule(Decay.CONSTANT, 1)
            .maxGradientNorm(Double.POSITIVE_INFINITY)
            .saveEverySteps(1)
            .build();
    assertThatThrownBy(() -> train(wild, ToyMatching.data(80, 4), folder))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageContaining("learning rate (now 10000.0)")
        .hasMessageContaining(folder + " holds the state that was saved last and 0 finished epochs")
        .hasMessageNotContaining("gradient norm");
    assertThat(folder.resolve("adapter_config.json")).doesNotExist();

    LoraOptions unsaved = wild.toBuilder().saveEverySteps(100).build();
    assertThatThrownBy(() -> train(unsaved, ToyMatching.data(80, 4), folder.resolve("unsaved")))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageContaining("nothing was saved before");
  }

  @Test
  void refusesAFolderThatIsSomethingElse() throws IOException {
    Files.writeString(folder.resolve("thesis.tex"), "precious");
    assertThatThrownBy(() -> train(OPTIONS, ToyMatching.data(20, 4), folder))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("thesis.tex");
  }

  @Test
  void leavesWhatOthersHaveNotFinished() throws IOException {
    Path download = Files.writeString(folder.resolve("thesis.pdf.partial"), "precious");
    assertThatThrownBy(() -> train(OPTIONS, ToyMatching.data(20, 4), folder))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("thesis.pdf.partial");
    assertThat(download).hasContent("precious");

    Path own = folder.resolve("own");
    Files.createDirectories(own);
    Files.writeString(own.resolve("run.json.123-1.partial"), "{");
    Files.writeString(own.resolve("run.lock"), "");
    assertThat(train(OPTIONS, ToyMatching.data(20, 4), own).epochs()).hasSize(3);
    assertThat(own.resolve("run.json.123-1.partial")).doesNotExist();
  }

  @Test
  void refusesAFolderThatAnotherRunIsAtWorkIn() {
    FineTuningData data = ToyMatching.data(20, 4);
    FineTuningOptions options = FineTuningOptions.builder().output(folder).build();
    LoraTrainer trainer = LoraTrainer.builder(base).options(OPTIONS).build();
    try (RunFolder held = RunFolder.open(folder)) {
      assertThatThrownBy(() -> trainer.start(data, options))
          .isInstanceOf(EntityMatchingException.class)
          .hasMessageContaining("another run is at work");
    }
    try (FineTuningRun run = trainer.start(data, options)) {
      assertThat(run.await().epochs()).hasSize(3);
    }
  }

  @Test
  void needsAFolder() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LoraTrainer.builder(base)
                    .build()
                    .start(ToyMatching.data(4, 0), FineTuningOptions.DEFAULTS));
  }

  @Test
  void goesOnFromAnAdapter() {
    FineTuningData data = ToyMatching.data(64, 30);
    FineTunedModel first = train(OPTIONS, data, folder.resolve("first"));
    LoraOptions still = OPTIONS.toBuilder().learningRate(1e-12).epochs(1).build();
    try (FineTuningRun run =
        LoraTrainer.builder(base)
            .options(still)
            .startingFrom(folder.resolve("first"))
            .build()
            .start(data, FineTuningOptions.builder().output(folder.resolve("second")).build())) {
      assertThat(run.await().epochs().get(0).metric(FineTuningMetrics.VALIDATION_F1))
          .isEqualTo(first.best().orElseThrow().metric(FineTuningMetrics.VALIDATION_F1));
    }
  }

  @Test
  void writesAMergedCheckpointThatScoresAsTheAdapterDoes() {
    FineTuningData data = ToyMatching.data(40, 10);
    try (FineTuningRun run =
        LoraTrainer.builder(base)
            .options(OPTIONS)
            .merged(TensorType.F32)
            .build()
            .start(data, FineTuningOptions.builder().output(folder).build())) {
      run.await();
    }
    try (OnnxLlama apart = OnnxLlama.builder(base).adapter(folder).threads(1).build();
        OnnxLlama merged = OnnxLlama.builder(folder.resolve("merged")).threads(1).build()) {
      var prompts = data.validation().stream().map(question -> question.prompt()).toList();
      var expected = apart.score(prompts, List.of("Yes", "No"));
      var actual = merged.score(prompts, List.of("Yes", "No"));
      for (int i = 0; i < prompts.size(); i++) {
        assertThat(actual.get(i).orElseThrow().logProbabilities())
            .isEqualTo(expected.get(i).orElseThrow().logProbabilities());
      }
    }
  }
}
