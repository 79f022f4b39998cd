package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GenerationGraphTest {
  private static final SessionSettings SETTINGS = new SessionSettings(1, false, false);
  private static final int NO_TOKEN = -1;

  @TempDir private Path folder;

  private GraphSession open(TinyModel model) {
    return open(model, LinearStrategy.FULL_PRECISION);
  }

  private GraphSession open(TinyModel model, LinearStrategy linear) {
    LlamaGraph.Builder options =
        LlamaGraph.builder(model.config, model.writeTo(folder))
            .linear(linear)
            .result(LlamaGraph.Result.LOGITS);
    return GraphSession.open(GenerationGraph.of(options), SETTINGS);
  }

  /** Prompts of different lengths, one twice, one the beginning of another. */
  private static List<int[]> prompts(TinyModel model) {
    List<int[]> prompts = new ArrayList<>(model.rows(5, 3, 12, 4, 25, 1));
    prompts.add(prompts.get(2).clone());
    prompts.add(Arrays.copyOf(prompts.get(2), 9));
    return prompts;
  }

  /** The tokens of each prompt's answer, in the order of the prompts. */
  private static List<int[]> write(
      GraphSession session,
      List<int[]> prompts,
      int steps,
      long end,
      Map<String, HostTensor> more) {
    PackedBatch batch = new TokenPacking(1000, 1000).pack(prompts).get(0);
    Map<String, HostTensor> inputs = GenerationInputs.of(batch, steps, new long[] {end});
    inputs.putAll(more);
    Map<String, HostTensor> outputs = session.run(inputs);
    long[] first = longs(outputs, GenerationGraph.FIRST_TOKENS);
    long[] later = longs(outputs, GenerationGraph.LATER_TOKENS);
    List<int[]> answers = new ArrayList<>(prompts);
    for (int row = 0; row < first.length; row++) {
      int[] answer = new int[1 + later.length / first.length];
      answer[0] = (int) first[row];
      for (int step = 1; step < answer.length; step++) {
        answer[step] = (int) later[(step - 1) * first.length + row];
      }
      answers.set(batch.callerRow(row), answer);
    }
    return answers;
  }

  private static long[] longs(Map<String, HostTensor> outputs, String name) {
    return requireNonNull(outputs.get(name)).longs();
  }

  private static int[] greedy(TinyModel model, int[] prompt, int count) {
    int[] text = prompt;
    for (int i = 0; i < count; i++) {
      double[][] logits = model.reference().logits(text);
      double[] last = logits[logits.length - 1];
      int best =
          IntStream.range(0, last.length).reduce((a, b) -> last[b] > last[a] ? b : a).orElseThrow();
      text = Arrays.copyOf(text, text.length + 1);
      text[text.length - 1] = best;
    }
    return Arrays.copyOfRange(text, prompt.length, text.length);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void greedyTokensAreThoseOfWholeForwardPassesOfTheReference(Architecture architecture) {
    TinyModel model = TinyModel.of(architecture);
    List<int[]> prompts = prompts(model);
    try (GraphSession session = open(model)) {
      List<int[]> answers = write(session, prompts, 7, NO_TOKEN, Map.of());
      for (int row = 0; row < prompts.size(); row++) {
        assertThat(answers.get(row)).containsExactly(greedy(model, prompts.get(row), 8));
      }
    }
  }

  @Test
  void onlyTheFirstTokenIsWrittenInNoStep() {
    TinyModel model = TinyModel.of(Architecture.LLAMA);
    List<int[]> prompts = prompts(model);
    try (GraphSession session = open(model)) {
      List<int[]> answers = write(session, prompts, 0, NO_TOKEN, Map.of());
      for (int row = 0; row < prompts.size(); row++) {
        assertThat(answers.get(row)).containsExactly(greedy(model, prompts.get(row), 1));
      }
    }
  }

  @Test
  void stopsWhenAllAnswersHaveEnded() {
    TinyModel model = TinyModel.of(Architecture.MISTRAL);
    List<int[]> prompts = List.of(model.rows(5, 0, 12).get(0));
    int[] expected = greedy(model, prompts.get(0), 20);
    int end = expected[3];
    int length = 1 + IntStream.range(0, 20).filter(i -> expected[i] == end).findFirst().orElse(0);
    try (GraphSession session = open(model)) {
      int[] answer = write(session, prompts, 19, end, Map.of()).get(0);
      assertThat(answer).containsExactly(Arrays.copyOf(expected, length));
    }
  }

  private static Map<String, HostTensor> sampling(
      float temperature, float topP, int rows, int steps, long seed) {
    var random = new SplittableRandom(seed);
    // The same numbers for every row, as the same seed means for every prompt.
    float[] one = new float[1 + steps];
    IntStream.range(0, one.length).forEach(i -> one[i] = (float) random.nextDouble());
    float[] draws = new float[rows * one.length];
    IntStream.range(0, rows)
        .forEach(r -> System.arraycopy(one, 0, draws, r * one.length, 1 + steps));
    return Map.of(
        GenerationGraph.TEMPERATURE, HostTensor.of(new float[] {temperature}),
        GenerationGraph.TOP_P, HostTensor.of(new float[] {topP}),
        GenerationGraph.DRAWS, HostTensor.of(draws, rows, 1 + steps));
  }

  @Test
  void drawnTokensAreThoseThatTheProbabilitiesOfTheReferenceGive() {
    TinyModel model = TinyModel.of(Architecture.QWEN2);
    List<int[]> prompts = prompts(model);
    try (GraphSession session = open(model)) {
      for (float topP : new float[] {1, 0.8f, 0.05f}) {
        Map<String, HostTensor> sampling = sampling(1.5f, topP, prompts.size(), 5, 9);
        List<int[]> answers = write(session, prompts, 5, NO_TOKEN, sampling);
        float[] draws = requireNonNull(sampling.get(GenerationGraph.DRAWS)).floats();
        for (int row = 0; row < prompts.size(); row++) {
          int[] text = prompts.get(row);
          for (int step = 0; step <= 5; step++) {
            double[][] logits = model.reference().logits(text);
            int token = drawn(logits[logits.length - 1], 1.5, topP, draws[step]);
            assertThat(answers.get(row)[step]).isEqualTo(token);
            text = Arrays.copyOf(text, text.length + 1);
            text[text.length - 1] = token;
          }
        }
      }
    }
  }

  private static int drawn(double[] logits, double temperature, double topP, double draw) {
    int[] order =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted((a, b) -> Double.compare(logits[b], logits[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] weights =
        Arrays.stream(order)
            .mapToDouble(token -> Math.exp((logits[token] - logits[order[0]]) / temperature))
            .toArray();
    double wanted = topP * Arrays.stream(weights).sum();
    int count = 0;
    double nucleus = 0;
    while (count < order.length && nucleus < wanted) {
      nucleus += weights[count++];
    }
    double place = draw * nucleus;
    int rank = 0;
    while (rank < count - 1 && (place -= weights[rank]) >= 0) {
      rank++;
    }
    return order[rank];
  }

  @Test
  void oneSessionWritesGreedyAndDrawnText() {
    TinyModel model = TinyModel.of(Architecture.LLAMA);
    List<int[]> prompts = prompts(model);
    try (GraphSession session = open(model)) {
      List<int[]> greedy = write(session, prompts, 5, NO_TOKEN, Map.of());
      Map<String, HostTensor> sampling = sampling(50, 1, prompts.size(), 5, 9);
      assertThat(write(session, prompts, 5, NO_TOKEN, sampling).get(0)).isNotEqualTo(greedy.get(0));
      assertThat(write(session, prompts, 5, NO_TOKEN, Map.of()).get(0)).isEqualTo(greedy.get(0));
    }
  }

  @Test
  void anExtremeTemperatureOrNucleusIsGreedy() {
    TinyModel model = TinyModel.of(Architecture.LLAMA);
    List<int[]> prompts = prompts(model);
    int rows = prompts.size();
    try (GraphSession session = open(model)) {
      for (Map<String, HostTensor> sampling :
          List.of(sampling(Float.MIN_NORMAL, 1, rows, 4, 1), sampling(1, 1e-9f, rows, 4, 2))) {
        List<int[]> answers = write(session, prompts, 4, NO_TOKEN, sampling);
        for (int row = 0; row < rows; row++) {
          assertThat(answers.get(row)).containsExactly(greedy(model, prompts.get(row), 5));
        }
      }
    }
  }

  @Test
  void eightBitWeightsAreSharedByPromptsAndSteps() {
    TinyModel model = TinyModel.of(Architecture.LLAMA);
    List<int[]> prompts = prompts(model);
    try (GraphSession session = open(model, LinearStrategy.ROWWISE_INT8)) {
      List<int[]> answers = write(session, prompts, 4, NO_TOKEN, Map.of());
      List<int[]> longer = new ArrayList<>();
      for (int row = 0; row < prompts.size(); row++) {
        int[] prompt = prompts.get(row);
        int[] text = Arrays.copyOf(prompt, prompt.length + 1);
        text[prompt.length] = answers.get(row)[0];
        longer.add(text);
      }
      List<int[]> rest = write(session, longer, 3, NO_TOKEN, Map.of());
      for (int row = 0; row < prompts.size(); row++) {
        assertThat(rest.get(row)).containsExactly(Arrays.copyOfRange(answers.get(row), 1, 5));
      }
    }
  }

  @Test
  void otherLayoutsAndResultsAreRefused() {
    TinyModel model = TinyModel.of(Architecture.LLAMA);
    LlamaGraph.Builder options =
        LlamaGraph.builder(model.config, model.writeTo(folder)).keyValueCache();
    assertThatThrownBy(() -> GenerationGraph.of(options))
        .hasMessage(
            "writing needs packed tokens and LOGITS without a cache, found PACKED and"
                + " LOG_PROBABILITIES with a cache");
  }
}
