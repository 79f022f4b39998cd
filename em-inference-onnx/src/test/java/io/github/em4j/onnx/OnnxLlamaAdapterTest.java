package io.github.em4j.onnx;

import static io.github.em4j.onnx.OnnxLlamaNumericsTest.PROMPTS;
import static io.github.em4j.onnx.OnnxLlamaNumericsTest.assertScores;
import static io.github.em4j.onnx.OnnxLlamaNumericsTest.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.Prompt;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.CheckpointException;
import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import io.github.em4j.onnx.checkpoint.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Adapters merged and switched, against the reference with the update in its weights. */
final class OnnxLlamaAdapterTest {
  @TempDir private static Path temporary;

  private static Path folder;
  private static Path everywhere;
  private static Path attentionOnly;
  private static ReferenceCheckpoint base;
  private static ReferenceCheckpoint withEverywhere;
  private static ReferenceCheckpoint withAttentionOnly;

  @BeforeAll
  static void write() {
    folder = temporary.resolve("base");
    everywhere = temporary.resolve("everywhere");
    attentionOnly = temporary.resolve("attention-only");
    base =
        ReferenceCheckpoint.write(
            folder, ReferenceCheckpoint.config(Architecture.LLAMA, false), TensorType.F32);
    withEverywhere = base.writeAdapter(everywhere, 1, AdapterConfig.allLinear(4, 8));
    withAttentionOnly =
        base.writeAdapter(
            attentionOnly, 2, new AdapterConfig(3, 6, true, Set.of("q_proj", "v_proj"), 0, "base"));
  }

  private static OnnxLlama.Builder builder() {
    return OnnxLlama.builder(folder).threads(2);
  }

  private static OnnxLlama switched() {
    return builder().adapter("all", everywhere).adapter("attention", attentionOnly).build();
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void aMergedAdapterScoresAsTheReference(Architecture architecture, @TempDir Path own) {
    ReferenceCheckpoint checkpoint =
        ReferenceCheckpoint.write(
            own.resolve("base"), ReferenceCheckpoint.config(architecture, true), TensorType.BF16);
    ReferenceCheckpoint adapted =
        checkpoint.writeAdapter(own.resolve("adapter"), 3, AdapterConfig.allLinear(4, 8));
    try (OnnxLlama model =
        OnnxLlama.builder(own.resolve("base")).adapter(own.resolve("adapter")).threads(2).build()) {
      assertScores(model, adapted);
    }
  }

  @Test
  void adaptersAreSwitchedPerCallAndTheBaseStaysAsItIs() {
    try (OnnxLlama model = switched()) {
      OnnxLlama all = model.adapted("all");
      OnnxLlama attention = model.adapted("attention");
      for (int round = 0; round < 2; round++) {
        assertScores(all, withEverywhere);
        assertScores(model, base);
        assertScores(attention, withAttentionOnly);
      }
      assertThat(scores(model, PROMPTS).get(0))
          .isNotEqualTo(scores(all, PROMPTS).get(0))
          .isNotEqualTo(scores(attention, PROMPTS).get(0));
    }
  }

  @Test
  void adaptersAreUsedFromSeveralThreadsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (OnnxLlama model = switched()) {
      List<OnnxLlama> faces = List.of(model, model.adapted("all"), model.adapted("attention"));
      List<List<double[]>> expected = new ArrayList<>();
      faces.forEach(face -> expected.add(scores(face, PROMPTS)));
      List<Future<List<double[]>>> found = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        OnnxLlama face = faces.get(i % 3);
        found.add(threads.submit(() -> scores(face, PROMPTS)));
      }
      for (int i = 0; i < found.size(); i++) {
        for (int prompt = 0; prompt < PROMPTS.size(); prompt++) {
          assertThat(found.get(i).get().get(prompt))
              .containsExactly(expected.get(i % 3).get(prompt), within(1e-5));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aNamedAdapterComesOnTopOfAMergedOne() {
    try (OnnxLlama both =
            builder().adapter(everywhere).adapter("attention", attentionOnly).build();
        OnnxLlama merged = builder().adapter(everywhere).build()) {
      assertScores(both, withEverywhere);
      assertThat(scores(both.adapted("attention"), PROMPTS).get(0))
          .isNotEqualTo(scores(merged, PROMPTS).get(0));
      assertThat(both.id()).isEqualTo(merged.id());
    }
  }

  @Test
  void eightBitWeightsAreRoundedAfterMerging() {
    try (OnnxLlama model = builder().precision(Precision.INT8).adapter(everywhere).build()) {
      List<double[]> found = scores(model, PROMPTS);
      double squares = 0;
      double squaresToBase = 0;
      for (int i = 0; i < PROMPTS.size(); i++) {
        double[] expected = withEverywhere.score(PROMPTS.get(i), OnnxLlamaNumericsTest.CHOICES);
        double[] before = base.score(PROMPTS.get(i), OnnxLlamaNumericsTest.CHOICES);
        for (int choice = 0; choice < expected.length; choice++) {
          squares += Math.pow(found.get(i)[choice] - expected[choice], 2);
          squaresToBase += Math.pow(found.get(i)[choice] - before[choice], 2);
        }
      }
      assertThat(squares).isLessThan(squaresToBase / 10);
    }
  }

  @Test
  void switchedAndMergedWriteTheSameText() {
    var options = GenerationOptions.builder().maxTokens(12).build();
    List<Prompt> prompts = List.of(Prompt.of(PROMPTS.get(0)));
    try (OnnxLlama model = switched();
        OnnxLlama merged = builder().adapter(everywhere).build()) {
      String adapted = model.adapted("all").complete(prompts, options).get(0).orElseThrow().text();
      assertThat(adapted)
          .isEqualTo(merged.complete(prompts, options).get(0).orElseThrow().text())
          .isNotEqualTo(model.complete(prompts, options).get(0).orElseThrow().text());
    }
  }

  @Test
  void provenanceTellsEveryAdapterApart() {
    try (OnnxLlama model = switched();
        OnnxLlama merged = builder().adapter(everywhere).build();
        OnnxLlama plain = builder().build()) {
      assertThat(
              List.of(
                  plain.id().toString(),
                  merged.id().toString(),
                  model.adapted("all").id().toString(),
                  model.adapted("attention").id().toString()))
          .doesNotHaveDuplicates();
      assertThat(model.id()).isEqualTo(plain.id());
      assertThat(merged.id().revision()).isEqualTo(model.adapted("all").id().revision());
    }
  }

  @Test
  void aClosedViewLeavesTheModelOpenAndAClosedModelItsViewsClosed() {
    OnnxLlama model = switched();
    OnnxLlama first = model.adapted("all");
    OnnxLlama second = model.adapted("all");
    first.close();
    assertThatThrownBy(() -> scores(first, PROMPTS)).isInstanceOf(IllegalStateException.class);
    assertThat(scores(second, PROMPTS)).hasSameSizeAs(scores(model, PROMPTS));
    model.close();
    assertThatThrownBy(() -> scores(second, PROMPTS)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> model.adapted("all")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void namesAreChecked() {
    OnnxLlama.Builder twice = builder().adapter("all", everywhere);
    assertThatThrownBy(() -> twice.adapter("all", attentionOnly))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an adapter needs a name of its own, found 'all' beside [all]");
    assertThatThrownBy(() -> builder().adapter(everywhere).adapter(attentionOnly))
        .isInstanceOf(IllegalStateException.class);
    try (OnnxLlama model = switched()) {
      assertThatThrownBy(() -> model.adapted("other"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the model was built with the adapters [all, attention], found 'other'");
    }
  }

  @Test
  void anAdapterOfAnotherModelIsRefused() {
    for (OnnxLlama.Builder builder :
        List.of(
            OnnxLlama.builder(TinyCheckpoint.FOLDER).adapter(everywhere),
            OnnxLlama.builder(TinyCheckpoint.FOLDER).adapter("other", everywhere))) {
      assertThatThrownBy(builder::build)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("the base model and the rank ask for");
    }
  }
}
