package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuningCancelledException;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.FineTuningMetrics;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.model.Prompt;
import io.github.em4j.model.ValidationQuestion;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.LoraAdapterWriter;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrlFineTunerTest {
  private static final FineTuningData DATA =
      new FineTuningData(
          "printers",
          IntStream.range(0, 4)
              .mapToObj(i -> new FineTuningExample(question(i), i % 2 == 0 ? "Yes" : "No"))
              .toList(),
          List.of(new ValidationQuestion(question(9), List.of("Yes", "No"), 1)));

  private static final LoraOptions OPTIONS =
      LoraOptions.tiny().toBuilder().batch(2, Integer.MAX_VALUE).epochs(2).build();

  @TempDir private static Path base;
  @TempDir private static Path adapter;

  @TempDir private Path folder;

  private final List<FineTuningEvent> events = new ArrayList<>();

  @BeforeAll
  static void writeModel() {
    RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 3, base);
    writeAdapter(adapter);
  }

  /** An adapter of the smallest model that changes one projection of each of its two layers. */
  static void writeAdapter(Path folder) {
    AdapterConfig config = new AdapterConfig(1, 2, false, Set.of("q_proj"), 0, "tiny");
    LoraAdapterWriter writer = new LoraAdapterWriter(config);
    for (int layer = 0; layer < 2; layer++) {
      String module = "model.layers." + layer + ".self_attn.q_proj";
      writer.add(module, 64, 64, new float[64], new float[64]);
    }
    writer.write(folder);
  }

  private static Prompt question(int i) {
    return Prompt.of("Is x" + i + " x" + (i - i % 2) + "?");
  }

  private FineTuningOptions options() {
    return FineTuningOptions.builder().output(folder.resolve("run")).listener(events::add).build();
  }

  private static TrlFineTuner.Builder tuner(String play) throws Exception {
    return TrlFineTuner.builder(base).options(OPTIONS).command(FakeTrl.command(play, adapter));
  }

  private FineTunedModel train(TrlFineTuner tuner) {
    try (FineTuningRun run = tuner.start(DATA, options())) {
      return run.await();
    }
  }

  @Test
  void leavesTheAdapterTheDataAndWhatTrlSaid() throws Exception {
    FineTunedModel model = train(tuner("success").build());
    Path output = folder.resolve("run");
    assertThat(model.folder()).contains(output);
    assertThat(output.resolve("adapter_model.safetensors"))
        .hasSameBinaryContentAs(adapter.resolve("adapter_model.safetensors"));
    assertThat(Files.readAllLines(output.resolve("data").resolve("train.jsonl")))
        .hasSize(4)
        .first()
        .isEqualTo(
            "{\"prompt\":[{\"role\":\"user\",\"content\":\"Is x0 x0?\"}],"
                + "\"completion\":[{\"role\":\"assistant\",\"content\":\"Yes\"}]}");
    assertThat(output.resolve("data").resolve("validation.jsonl"))
        .content()
        .endsWith("\"content\":\"No\"}]}\n");
    assertThat(output.resolve("trl.log")).content().startsWith("\u2705 hello\n");
    assertThat(output.resolve("work")).doesNotExist();
  }

  @Test
  void notesNoArgumentInClearText() throws Exception {
    train(tuner("success").arguments("--hub_token", "hf_secret").build());
    Path noted = folder.resolve("run").resolve("run.json");
    assertThat(noted).content().doesNotContain("hf_secret");
    TrlFineTuner other = tuner("success").arguments("--hub_token", "hf_other").build();
    assertThatThrownBy(() -> train(other))
        .hasMessageContaining("arguments was ")
        .hasMessageNotContaining("hf_");
  }

  @Test
  void takesTheBestEpochFromWhatTrlNotes() throws Exception {
    FineTunedModel model = train(tuner("success").build());
    assertThat(model.bestEpoch()).hasValue(1);
    assertThat(model.epochs()).extracting(EpochResult::step).containsExactly(2L, 4L);
    assertThat(model.best().orElseThrow().metric(FineTuningMetrics.VALIDATION_LOSS)).hasValue(1.25);
    assertThat(model.metric(FineTuningMetrics.SECONDS)).hasValue(1.5);
  }

  @Test
  void givesTheModelOfAFinishedFolderWithoutTraining() throws Exception {
    FineTunedModel first = train(tuner("success").build());
    events.clear();
    FineTunedModel again = train(tuner("success").build());
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.bestEpoch()).isEqualTo(first.bestEpoch());
    assertThat(events).hasSize(1);
  }

  @Test
  void saysTheLastLinesOfAProgramThatFails() throws Exception {
    TrlFineTuner tuner = tuner("failure").build();
    assertThatThrownBy(() -> train(tuner))
        .isExactlyInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("code 3")
        .hasMessageContaining("trl.log")
        .hasMessageEndingWith("Traceback, line 30\nRuntimeError: out of patience")
        .hasMessageNotContaining("line 11\n");
  }

  @Test
  void beginsAnewInTheFolderOfARunThatFailed() throws Exception {
    TrlFineTuner tuner = tuner("second attempt").build();
    assertThatThrownBy(() -> train(tuner)).hasMessageContaining("code 3");
    FineTunedModel model = train(tuner);
    assertThat(model.epochs()).extracting(EpochResult::epoch).containsExactly(1, 2);
    // Two steps and a validation an epoch.
    assertThat(Files.readAllLines(folder.resolve("run").resolve("run.jsonl"))).hasSize(6);
  }

  @Test
  void leavesTheFolderOfAnotherRunAlone() throws Exception {
    train(tuner("success").build());
    TrlFineTuner other = tuner("garbage").build();
    assertThatThrownBy(() -> train(other))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("cannot be gone on with: trainer was");
  }

  @Test
  void tellsWhereNoAdapterWasLeft() throws Exception {
    TrlFineTuner tuner = tuner("nothing").build();
    assertThatThrownBy(() -> train(tuner))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("without an adapter")
        .hasMessageContaining("adapter_config.json")
        .hasMessageEndingWith("Training completed.");
  }

  @Test
  void passesOnWhatItDoesNotUnderstand() throws Exception {
    train(tuner("garbage").build());
    assertThat(events)
        .filteredOn(FineTuningEvent.Message.class::isInstance)
        .extracting(event -> ((FineTuningEvent.Message) event).text())
        .startsWith(
            "\u2705 hello",
            "{'loss': 'a lot', 'epoch': '1'}",
            "{'loss': 1.5}",
            "  0%|   |",
            " 50%|## |",
            "\uFFFD\uFFFD",
            "x".repeat(8192),
            "x".repeat(8192),
            "x".repeat(20_000 - 2 * 8192));
  }

  @Test
  void endsTheProgramAndItsChildWhenCancelled() throws Exception {
    CompletableFuture<ProcessHandle> child = new CompletableFuture<>();
    FineTuningOptions options =
        FineTuningOptions.builder()
            .output(folder.resolve("run"))
            .listener(event -> child(event).ifPresent(child::complete))
            .build();
    try (FineTuningRun run =
        tuner("hang").gracePeriod(Duration.ofSeconds(60)).build().start(DATA, options)) {
      ProcessHandle handle = child.get(60, TimeUnit.SECONDS);
      assertThat(run.await(Duration.ZERO)).isEmpty();
      run.cancel();
      assertThatThrownBy(run::await).isInstanceOf(FineTuningCancelledException.class);
      handle.onExit().get(60, TimeUnit.SECONDS);
      assertThat(handle.isAlive()).isFalse();
    }
  }

  private static Optional<ProcessHandle> child(FineTuningEvent event) {
    return event instanceof FineTuningEvent.Message message && message.text().startsWith("child ")
        ? ProcessHandle.of(Long.parseLong(message.text().substring("child ".length())))
        : Optional.empty();
  }

  @Test
  void tellsWhereThereIsNoSuchProgram() {
    TrlFineTuner tuner = TrlFineTuner.builder(base).command("no-such-program-of-em4j").build();
    assertThatThrownBy(() -> tuner.start(DATA, options()))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("no-such-program-of-em4j")
        .hasMessageContaining("pip install trl");
  }

  @Test
  void refusesWhatTrlCannotDo() {
    TrlFineTuner.Builder builder = TrlFineTuner.builder(base);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.options(OPTIONS.toBuilder().earlyStopping(2).build()))
        .withMessageContaining("early stopping");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.options(OPTIONS.toBuilder().rank(4, 1.5).build()))
        .withMessageContaining("1.5");
    LoraOptions cutting =
        OPTIONS.toBuilder().longExamples(LongExamplePolicy.TRUNCATE_VALUES).build();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.options(cutting));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.command());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.gracePeriod(Duration.ofSeconds(-1)));
  }

  @Test
  void refusesAnExampleThatTrlWouldCut() throws Exception {
    TrlFineTuner tuner =
        tuner("success").options(OPTIONS.toBuilder().maxLength(12).build()).build();
    assertThatThrownBy(() -> tuner.start(DATA, options()))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("example 0 does not fit into 12 tokens");
  }
}
