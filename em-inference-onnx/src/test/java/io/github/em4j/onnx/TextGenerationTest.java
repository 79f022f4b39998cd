package io.github.em4j.onnx;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.Completion;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.ScoringInputs;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Text of {@link OnnxLlama} against whole forward passes and against itself. */
final class TextGenerationTest {
  private static final Prompt PROMPT = Prompt.of("Is the laser printer x100 the printer x101?");

  private static OnnxLlama model;
  private static ChatTokenizer tokenizer;

  @BeforeAll
  static void open() {
    model = OnnxLlama.builder(TinyCheckpoint.FOLDER).threads(1).build();
    tokenizer = ChatTokenizer.open(TinyCheckpoint.FOLDER);
  }

  @AfterAll
  static void close() {
    model.close();
    tokenizer.close();
  }

  private static GenerationOptions greedy(int tokens, String... stops) {
    return GenerationOptions.builder().maxTokens(tokens).stopStrings(List.of(stops)).build();
  }

  private static GenerationOptions.Builder sampled(int tokens) {
    return GenerationOptions.builder().maxTokens(tokens).temperature(1.3);
  }

  private static Completion write(Prompt prompt, GenerationOptions options) {
    return model.complete(List.of(prompt), options).get(0).orElseThrow();
  }

  /** Prompts of very different lengths, some twice and some the beginning of others. */
  private static List<Prompt> prompts(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Prompt.of("Same? " + "word ".repeat(i * i % 37) + i % (count - 2)))
        .toList();
  }

  @Test
  void greedyTextIsThatOfWholeForwardPasses() {
    for (Prompt prompt : prompts(4)) {
      int[] tokens = forwardPasses(tokenizer.encode(prompt), 20);
      Completion written = write(prompt, greedy(20));
      assertThat(written.text()).isEqualTo(withoutHalfCharacter(tokenizer.decode(tokens)));
    }
  }

  private static String withoutHalfCharacter(String text) {
    return text.replaceAll("\uFFFD+$", "");
  }

  private static int[] forwardPasses(int[] prompt, int count) {
    Checkpoint checkpoint = Checkpoint.open(TinyCheckpoint.FOLDER);
    var weights = new LinkedHashMap<String, Weight>();
    checkpoint.tensors().forEach((name, tensor) -> weights.put(name, Weight.of(tensor)));
    var graph =
        LlamaGraph.builder(checkpoint.config(), weights)
            .layout(LlamaGraph.TokenLayout.PADDED)
            .result(LlamaGraph.Result.ALL_LOGITS)
            .build();
    int vocabulary = checkpoint.config().vocabSize();
    int[] text = prompt;
    try (GraphSession session = GraphSession.open(graph, SessionSettings.mapped())) {
      while (text.length < prompt.length + count) {
        Map<String, HostTensor> outputs = session.run(ScoringInputs.padded(List.of(text)));
        float[] logits = requireNonNull(outputs.get(LlamaGraph.RESULT)).floats();
        int last = logits.length - vocabulary;
        int best =
            IntStream.range(0, vocabulary)
                .reduce((a, b) -> logits[last + b] > logits[last + a] ? b : a)
                .orElseThrow();
        if (checkpoint.endTokens().contains(best)) {
          break;
        }
        text = Arrays.copyOf(text, text.length + 1);
        text[text.length - 1] = best;
      }
    }
    return Arrays.copyOfRange(text, prompt.length, text.length);
  }

  @Test
  void manyPromptsTogetherGetTheAnswersOfOneByOne() {
    List<Prompt> prompts = prompts(45);
    for (GenerationOptions options : List.of(greedy(9), sampled(9).topP(0.9).seed(3).build())) {
      List<Completion> together = new ArrayList<>();
      for (ModelResult<Completion> result : model.complete(prompts, options)) {
        together.add(result.orElseThrow());
      }
      for (int i = 0; i < prompts.size(); i++) {
        assertThat(together.get(i)).as("prompt %s", i).isEqualTo(write(prompts.get(i), options));
      }
    }
  }

  @Test
  void anAnswerThatEndsEarlyLeavesTheOthersAlone() {
    List<Prompt> prompts = prompts(12);
    String stop = write(prompts.get(3), greedy(30)).text().substring(4, 6);
    GenerationOptions options = greedy(30, stop);
    List<ModelResult<Completion>> together = model.complete(prompts, options);
    assertThat(together.get(3).orElseThrow().finishReason()).isEqualTo(FinishReason.STOP);
    for (int i = 0; i < prompts.size(); i++) {
      assertThat(together.get(i).orElseThrow()).isEqualTo(write(prompts.get(i), options));
    }
  }

  @Test
  void aStopStringEndsTheTextBeforeItWhereverTokensAreCut() {
    String whole = write(PROMPT, greedy(40)).text();
    assertThat(whole.length()).isGreaterThan(20);
    for (int from = 0; from < whole.length() - 5; from++) {
      for (int length : new int[] {1, 2, 5}) {
        String stop = whole.substring(from, from + length);
        if (stop.indexOf('\uFFFD') >= 0) {
          continue;
        }
        Completion stopped = write(PROMPT, greedy(40, "never written", stop));
        assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(stopped.text())
            .isEqualTo(withoutHalfCharacter(whole.substring(0, whole.indexOf(stop))));
        assertThat(stopped.usage().completionTokens()).isLessThanOrEqualTo(40);
      }
    }
  }

  @Test
  void theTokenLimitIsKeptAndCounted() {
    for (int limit : new int[] {1, 2, 17}) {
      Completion written = write(PROMPT, greedy(limit));
      assertThat(written.usage().completionTokens()).isEqualTo(limit);
      assertThat(written.finishReason()).isEqualTo(FinishReason.LENGTH);
      assertThat(written.usage().promptTokens()).isEqualTo(tokenizer.encode(PROMPT).length);
    }
  }

  @Test
  void theLastPositionOfTheContextIsUsedAndNotMore() {
    int prompt = tokenizer.encode(PROMPT).length;
    try (OnnxLlama small =
        OnnxLlama.builder(TinyCheckpoint.FOLDER).threads(1).contextLength(prompt + 5).build()) {
      Completion written = small.complete(List.of(PROMPT), greedy(6)).get(0).orElseThrow();
      assertThat(written).isEqualTo(write(PROMPT, greedy(6)));
      assertThatThrownBy(() -> small.complete(List.of(PROMPT), greedy(7)).get(0).orElseThrow())
          .isInstanceOf(EntityMatchingException.class)
          .hasMessageContaining("leaves room");
    }
  }

  @Test
  void aTokenLimitAboveTheContextIsNamed() {
    try (OnnxLlama small =
        OnnxLlama.builder(TinyCheckpoint.FOLDER).threads(1).contextLength(50).build()) {
      assertThatThrownBy(() -> small.complete(List.of(PROMPT), greedy(51)).get(0).orElseThrow())
          .isInstanceOf(EntityMatchingException.class)
          .hasMessage("an answer of up to 51 tokens exceeds the context of 50");
    }
  }

  @Test
  void differentSeedsWriteDifferentTexts() {
    List<String> texts =
        IntStream.range(0, 5)
            .mapToObj(seed -> write(PROMPT, sampled(20).seed(seed).build()).text())
            .distinct()
            .toList();
    assertThat(texts).hasSize(5);
  }

  @Test
  void aTinyNucleusIsGreedy() {
    Completion greedy = write(PROMPT, greedy(15));
    assertThat(write(PROMPT, sampled(15).topP(1e-9).seed(1).build())).isEqualTo(greedy);
  }

  @Test
  void eightBitTextOfManyPromptsIsThatOfOneByOne() {
    List<Prompt> prompts = prompts(6);
    try (OnnxLlama rounded =
        OnnxLlama.builder(TinyCheckpoint.FOLDER).threads(1).precision(Precision.INT8).build()) {
      List<ModelResult<Completion>> together = rounded.complete(prompts, greedy(8));
      for (int i = 0; i < prompts.size(); i++) {
        assertThat(together.get(i))
            .isEqualTo(rounded.complete(List.of(prompts.get(i)), greedy(8)).get(0));
      }
    }
  }

  @Test
  void closingWhileATextIsWrittenEndsItWithAnError() throws Exception {
    OnnxLlama closing = OnnxLlama.builder(TinyCheckpoint.FOLDER).threads(1).build();
    var written = new CountDownLatch(1);
    var failure = new CompletableFuture<Throwable>();
    Thread writer =
        new Thread(
            () -> {
              try {
                while (true) {
                  closing.complete(prompts(8), greedy(100));
                  written.countDown();
                }
              } catch (Throwable e) {
                failure.complete(e);
              }
            });
    writer.start();
    assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
    closing.close();
    assertThat(failure.get(30, TimeUnit.SECONDS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
