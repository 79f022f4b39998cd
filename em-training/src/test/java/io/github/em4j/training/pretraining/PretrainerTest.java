package io.github.em4j.training.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.OnnxLlama;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import io.github.em4j.prompts.PromptTemplates;
import io.github.em4j.prompts.PromptedMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainerTest {
  private static final LlamaConfig SHAPE =
      new LlamaConfig(
          Architecture.LLAMA,
          400,
          32,
          48,
          2,
          4,
          2,
          16,
          1e-5,
          10_000,
          Optional.empty(),
          512,
          true,
          false,
          false);

  private static final PretrainingOptions OPTIONS =
      PretrainingOptions.tiny().toBuilder()
          .shape(SHAPE)
          .tokensPerStep(1200)
          .steps(12)
          .rates(0.01, 0.001)
          .warmUpSteps(2)
          .coolDown(0.5)
          .mix(PairMix.RECIPE)
          .compactShare(1)
          .seed(7)
          .build();

  @TempDir private Path folder;

  private Path run(String name, PretrainingOptions options, int stopAfter) {
    var pretrainer = new Pretrainer(InventedCorpus.corpus(), options, folder.resolve(name), 1);
    return pretrainer.run(
        step -> {
          if (step.step() == stopAfter) {
            pretrainer.cancel();
          }
        });
  }

  private static byte[] weights(Path model) throws IOException {
    return Files.readAllBytes(model.resolve("model.safetensors"));
  }

  @Test
  void goesOnToTheSameBitsAfterAnInterruption() throws IOException {
    Path whole = run("whole", OPTIONS, 0);
    Path interrupted = run("parts", OPTIONS, 5);
    assertThat(weights(interrupted)).isNotEqualTo(weights(whole));
    run("parts", OPTIONS, 9);
    assertThat(weights(run("parts", OPTIONS, 0))).isEqualTo(weights(whole));
    assertThat(Files.readAllLines(folder.resolve("parts/log.jsonl")))
        .hasSize(12)
        .last()
        .asString()
        .contains("\"step\":12");
  }

  @Test
  void learnsAndWritesACheckpointThatAnswersAndSaysWhatItSaw() throws IOException {
    PretrainingOptions fast = OPTIONS.toBuilder().steps(15).rates(0.02, 0.02).build();
    var steps = new ArrayList<PretrainingStep>();
    Path model =
        new Pretrainer(InventedCorpus.corpus(), fast, folder.resolve("run"), 1).run(steps::add);

    assertThat(steps)
        .hasSize(15)
        .allSatisfy(
            step -> {
              assertThat(step.steps()).isEqualTo(15);
              assertThat(step.tokensPerSecond()).isPositive();
            });
    assertThat(steps.get(14).loss()).isLessThan(steps.get(0).loss() / 1.5);
    try (OnnxLlama llama = OnnxLlama.builder(model).threads(1).build();
        PromptedMatcher matcher =
            PromptedMatcher.builder(llama).template(PromptTemplates.compact()).build()) {
      var rake = EntityDescription.of("1").with("title", "Iron rake 20 cm");
      assertThat(matcher.match(new CandidatePair(rake, rake)).matchProbability().getAsDouble())
          .isBetween(0.0, 1.0);
    }
    assertThat(Files.readString(model.resolve("README.md")))
        .contains("publications", "15 steps", "seed 7", "abt-buy");
  }

  @Test
  void refusesToGoOnWithOtherOptions() {
    run("run", OPTIONS, 2);
    assertThatThrownBy(() -> run("run", OPTIONS.withSeed(8), 3))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("describes another run");
  }

  @Test
  void refusesToGoOnWithOtherRecordsInMemory() {
    run("run", OPTIONS, 2);
    PretrainingCorpus corpus = InventedCorpus.corpus();
    List<PretrainingCorpus.Source> sources = new ArrayList<>(corpus.sources());
    PretrainingCorpus.Source first = sources.get(0);
    sources.set(
        0,
        new PretrainingCorpus.Source(
            first.name(),
            first.domain(),
            first.deduplicated(),
            first.records().subList(1, first.records().size())));
    var other =
        new Pretrainer(
            new PretrainingCorpus(sources, corpus.files()), OPTIONS, folder.resolve("run"), 1);
    assertThatThrownBy(() -> other.run(step -> {}))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("its records differ");
  }

  @Test
  void theLengthMayChangeUntilTheRunCoolsDown() {
    // Of 12 steps the last 6 cool down, of 20 the last 10.
    run("run", OPTIONS, 4);
    run("run", OPTIONS.withSteps(20), 5);
    run("run", OPTIONS, 8);
    assertThatThrownBy(() -> run("run", OPTIONS.withSteps(20), 9))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("has taken 8 of 12 steps, which could become 20 only up to step 6");
    run("run", OPTIONS, 9);
  }

  @Test
  void aShorterRunMustNotHaveCooledDownEither() {
    run("run", OPTIONS.withSteps(20), 8);
    assertThatThrownBy(() -> run("run", OPTIONS, 9))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("only up to step 6");
  }

  @Test
  void goesOnWithARunOfWhichLessWasNoted() throws IOException {
    run("run", OPTIONS, 8);
    Path file = folder.resolve("run/run.json");
    ObjectMapper json = new ObjectMapper();
    ObjectNode noted = (ObjectNode) json.readTree(file.toFile());
    noted.remove(List.of("records", "steps"));
    json.writeValue(file.toFile(), noted);
    run("run", OPTIONS, 9);
    assertThat(json.readTree(file.toFile()).get("steps").asInt()).isEqualTo(12);
  }

  @Test
  void refusesAFolderThatAnotherRunIsAtWorkIn() {
    try (PretrainingFolder held = PretrainingFolder.open(folder.resolve("run"))) {
      assertThat(held.state()).doesNotExist();
      assertThatThrownBy(() -> run("run", OPTIONS, 2))
          .isInstanceOf(EntityMatchingException.class)
          .hasMessageContaining("another run is at work");
    }
  }

  @Test
  void removesWhatAKilledRunLeftUnfinished() throws IOException {
    run("run", OPTIONS, 2);
    Path unfinished =
        Files.writeString(folder.resolve("run/state.safetensors.99-1.partial"), "half");
    run("run", OPTIONS, 3);
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void theFolderOfAnEarlierVersionIsKnown() {
    assertThat(OPTIONS)
        .hasToString(
            "PretrainingOptions[shape="
                + SHAPE
                + ", tokensPerStep=1200, steps=12, matrixRate=0.01, restRate=0.001, warmUpSteps=2,"
                + " coolDown=0.5, mix="
                + PairMix.RECIPE
                + ", compactShare=1.0, seed=7]");
    assertThat(OPTIONS.toBuilder().build()).isEqualTo(OPTIONS).isNotEqualTo(OPTIONS.withSeed(8));
  }

  @Test
  void raisesTheRateKeepsItAndLetsItFall() {
    PretrainingOptions options = OPTIONS.withSteps(10);
    List<Double> rates = new ArrayList<>();
    for (int step = 0; step < 10; step++) {
      rates.add(options.rate(step));
    }
    double[] expected = {0.005, 0.01, 0.01, 0.01, 0.01, 0.01, 0.008, 0.006, 0.004, 0.002};
    for (int step = 0; step < 10; step++) {
      assertThat(rates.get(step)).as("step %d", step).isCloseTo(expected[step], within(1e-12));
    }
  }

  @Test
  void startsWithQueriesThatLookForEqualKeys() {
    var starting = new StartingWeights(SHAPE, 1);
    float[] keys = starting.of("model.layers.1.self_attn.k_proj.weight", List.of(32L, 32L));
    float[] queries = starting.of("model.layers.1.self_attn.q_proj.weight", List.of(64L, 32L));
    int head = 16 * 32;
    for (int key = 0; key < 2; key++) {
      for (int i = 0; i < head; i++) {
        // Two query heads read a key head; the first is its copy, the second is not.
        assertThat(queries[2 * key * head + i]).isEqualTo(keys[key * head + i]);
      }
      assertThat(queries[(2 * key + 1) * head]).isNotEqualTo(keys[key * head]);
    }
  }
}
