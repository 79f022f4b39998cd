package io.github.em4j.onnx;

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
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.KeyValueMemory;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.TensorData;
import io.github.em4j.onnx.graph.TokenPacking;
import io.github.em4j.onnx.graph.ValueType;
import io.github.em4j.onnx.graph.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The loop inside the graph writes what the loop outside of it writes. */
final class LoopedDecoderTest {
  private static final List<Prompt> PROMPTS =
      IntStream.range(0, 9)
          .mapToObj(i -> Prompt.of("Same? " + "word ".repeat(i * i % 17) + i % 7))
          .toList();

  private static ChatTokenizer tokenizer;
  private static TextGeneration inside;
  private static TextGeneration outside;

  @BeforeAll
  static void open() {
    tokenizer = ChatTokenizer.open(TinyCheckpoint.FOLDER);
    inside = generation(TextGeneration.Loop.IN_THE_GRAPH);
    outside = generation(TextGeneration.Loop.OUTSIDE_THE_GRAPH);
  }

  @AfterAll
  static void close() {
    inside.close();
    outside.close();
    tokenizer.close();
  }

  private static TextGeneration generation(TextGeneration.Loop loop) {
    return generation(loop, Map.of());
  }

  private static TextGeneration generation(
      TextGeneration.Loop loop, Map<String, Weight> otherWeights) {
    Checkpoint checkpoint = Checkpoint.open(TinyCheckpoint.FOLDER);
    var weights = new LinkedHashMap<String, Weight>();
    checkpoint.tensors().forEach((name, tensor) -> weights.put(name, Weight.of(tensor)));
    weights.putAll(otherWeights);
    return new TextGeneration(
        loop,
        LlamaGraph.builder(checkpoint.config(), weights),
        checkpoint.config(),
        new SessionSettings(1, false, false),
        new TokenPacking(300, 1200),
        tokenizer,
        checkpoint.endTokens());
  }

  private static List<ModelResult<Completion>> write(
      TextGeneration generation, GenerationOptions options) {
    List<Answer> answers =
        PROMPTS.stream()
            .map(prompt -> generation.answer(tokenizer.encode(prompt), options))
            .toList();
    generation.write(answers, Map.of());
    return answers.stream().map(Answer::result).toList();
  }

  private static void assertSame(GenerationOptions.Builder options) {
    assertThat(write(inside, options.build())).isEqualTo(write(outside, options.build()));
  }

  @Test
  void greedyTextIsTheSame() {
    assertSame(GenerationOptions.builder().maxTokens(1));
    assertSame(GenerationOptions.builder().maxTokens(40));
  }

  @Test
  void textBeyondTheLongestRunIsTheSame() {
    assertSame(GenerationOptions.builder().maxTokens(300));
  }

  @Test
  void drawnTextIsTheSame() {
    assertSame(GenerationOptions.builder().maxTokens(12).temperature(0.9).topP(0.8).seed(4));
  }

  @Test
  void logitsThatAreNoNumbersGiveNoAnswer() {
    for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      Map<String, Weight> weights = Map.of("model.norm.weight", all(broken));
      for (double temperature : new double[] {0, 0.9}) {
        GenerationOptions options =
            GenerationOptions.builder().maxTokens(4).temperature(temperature).seed(4).build();
        try (TextGeneration model = generation(TextGeneration.Loop.IN_THE_GRAPH, weights)) {
          assertThat(write(model, options))
              .allSatisfy(
                  result ->
                      assertThatThrownBy(result::orElseThrow)
                          .isInstanceOf(EntityMatchingException.class)
                          .hasMessageContaining("the model gave no number as logit"));
        }
      }
    }
  }

  private static Weight all(float number) {
    int width = Checkpoint.open(TinyCheckpoint.FOLDER).config().hiddenSize();
    ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < width; i++) {
      bytes.putFloat(i * Float.BYTES, number);
    }
    return new Weight(
        new ValueType(ElementType.FLOAT, Shape.of(width)), new TensorData.Inline(bytes));
  }

  @Test
  void stopStringsBeforeAndAfterTheFirstRunAreFound() {
    String whole =
        write(outside, GenerationOptions.builder().maxTokens(90).build())
            .get(0)
            .orElseThrow()
            .text();
    for (int from : new int[] {1, whole.length() / 2, whole.length() - 4}) {
      String stop = whole.substring(from, from + 3);
      GenerationOptions options =
          GenerationOptions.builder().maxTokens(90).stopStrings(List.of(stop)).build();
      List<ModelResult<Completion>> written = write(inside, options);
      assertThat(written.get(0).orElseThrow().finishReason()).isEqualTo(FinishReason.STOP);
      assertThat(written).isEqualTo(write(outside, options));
    }
  }

  @Test
  void endsOnAnInterruptedThread() {
    GenerationOptions options = GenerationOptions.builder().maxTokens(5).build();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> write(inside, options)).isInstanceOf(EntityMatchingException.class);
    } finally {
      boolean ignored = Thread.interrupted();
    }
  }

  private static List<Answer> equalAnswers(int count, int tokens) {
    GenerationOptions options = GenerationOptions.builder().maxTokens(tokens).build();
    int[] prompt = tokenizer.encode(PROMPTS.get(0));
    return IntStream.range(0, count).mapToObj(i -> inside.answer(prompt, options)).toList();
  }

  @Test
  void equalPromptsAreCutIntoBatchesThatFitTheMemoryOfTheirAnswers() {
    LlamaConfig config = Checkpoint.open(TinyCheckpoint.FOLDER).config();
    List<Answer> answers = equalAnswers(1000, 50);
    int positions = answers.get(0).positions() + 1;
    long logits = 8L * Float.BYTES * config.vocabSize();
    long memory = 100 * (KeyValueMemory.bytesPerRow(config, positions) + logits);
    var batches = new AnswerBatches(new TokenPacking(300, 1200), config, memory).of(answers, 50);
    Set<Answer> seen = new HashSet<>();
    for (AnswerBatches.Batch batch : batches) {
      assertThat(batch.rows()).hasSize(100).hasSize(batch.tokens().rowCount());
      seen.addAll(batch.rows());
    }
    assertThat(seen).hasSize(1000);
    assertThat(batches).hasSize(10);
  }

  @Test
  void anAnswerLargerThanTheMemoryIsABatchOfItsOwn() {
    LlamaConfig config = Checkpoint.open(TinyCheckpoint.FOLDER).config();
    var batches = new AnswerBatches(new TokenPacking(300, 1200), config, 1);
    assertThat(batches.of(equalAnswers(3, 5), 5)).hasSize(3);
  }

  @Test
  void anInterruptEndsALongTextAfterTheRunUnderWay() {
    inside.write(equalAnswers(1, 1), Map.of());
    List<Answer> answers = equalAnswers(1, 300);
    int before = answers.get(0).length();
    // Read once for each run.
    Map<String, HostTensor> interrupting =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, HostTensor>> entrySet() {
            Thread.currentThread().interrupt();
            return Set.of();
          }
        };
    try {
      assertThatThrownBy(() -> inside.write(answers, interrupting))
          .isInstanceOf(EntityMatchingException.class)
          .hasMessage("interrupted");
    } finally {
      boolean ignored = Thread.interrupted();
    }
    assertThat(answers.get(0).length() - before).isBetween(1, 64);
  }
}
