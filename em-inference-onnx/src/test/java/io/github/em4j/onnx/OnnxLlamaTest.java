package io.github.em4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.Completion;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.Message;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class OnnxLlamaTest {
  private static OnnxLlama model;

  @BeforeAll
  static void open() {
    model = OnnxLlama.builder(TinyCheckpoint.FOLDER).threads(2).build();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static double logProbability(Prompt prompt, String choice) {
    return model
        .score(List.of(prompt), List.of(choice))
        .get(0)
        .orElseThrow()
        .logProbabilities()
        .get(0);
  }

  /** A prompt of values with a short question before them. */
  private static Prompt withValue(String value) {
    String content = "Same? " + value + " !";
    return new Prompt(
        List.of(
            new Message(
                Message.Role.USER,
                content,
                List.of(new Message.ValueSpan(6, 6 + value.length())))));
  }

  @Test
  void theFirstGreedyTokenIsTheMostProbableOne() {
    Prompt prompt = Prompt.of("Is the laser printer x100 the printer x100?");
    var one = GenerationOptions.builder().maxTokens(1).build();
    Completion written = model.complete(List.of(prompt), one).get(0).orElseThrow();
    assertThat(written.usage().completionTokens()).isEqualTo(1);
    if (!written.text().isEmpty() && tokens(written.text()).length == 1) {
      double best = logProbability(prompt, written.text());
      for (String other : List.of("Yes", "No", "a", "z", " ")) {
        assertThat(logProbability(prompt, other)).isLessThanOrEqualTo(best + 1e-4);
      }
    }
  }

  private static int[] tokens(String text) {
    try (ChatTokenizer tokenizer = ChatTokenizer.open(TinyCheckpoint.FOLDER)) {
      return tokenizer.encode(text);
    }
  }

  @Test
  void theProbabilityOfALongerChoiceIsAtMostThatOfItsBeginning() {
    Prompt prompt = Prompt.of("Is the laser printer x100 the printer x101?");
    int[] longer = tokens("Yes it is");
    int[] beginning = tokens("Yes");
    assertThat(longer.length).isGreaterThan(beginning.length);
    assertThat(Arrays.copyOf(longer, beginning.length)).isEqualTo(beginning);
    List<ModelResult<ChoiceScores>> together =
        model.score(List.of(prompt), List.of("Yes", "Yes it is", "No"));
    List<Double> scores = together.get(0).orElseThrow().logProbabilities();
    assertThat(scores.get(1)).isLessThan(scores.get(0));
    assertThat(scores.get(1)).isCloseTo(logProbability(prompt, "Yes it is"), within(1e-4));
    assertThat(scores.get(0)).isCloseTo(logProbability(prompt, "Yes"), within(1e-4));
  }

  @Test
  void manyPromptsInSmallBatchesScoreAsOneByOne() {
    var prompts = new ArrayList<Prompt>();
    for (int i = 0; i < 40; i++) {
      prompts.add(
          Prompt.of("Are these the same? left " + i / 8 + " right " + "word ".repeat(i % 7) + i));
    }
    try (OnnxLlama small =
        OnnxLlama.builder(TinyCheckpoint.FOLDER).threads(1).tokensPerBatch(64).build()) {
      List<ModelResult<ChoiceScores>> scored = small.score(prompts, List.of("Yes", "No"));
      for (int i = 0; i < prompts.size(); i++) {
        double yes = scored.get(i).orElseThrow().logProbabilities().get(0);
        assertThat(yes).isCloseTo(logProbability(prompts.get(i), "Yes"), within(1e-4));
      }
    }
  }

  @Test
  void aPromptBeyondTheContextFailsAloneAndSaysBothLengths() {
    Prompt tooLong = withValue("word ".repeat(20_000));
    List<ModelResult<ChoiceScores>> results =
        model.score(List.of(Prompt.of("short"), tooLong), List.of("Yes", "No"));
    assertThat(results.get(0)).isInstanceOf(ModelResult.Success.class);
    assertThatThrownBy(() -> results.get(1).orElseThrow())
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageMatching(
            "the prompt has \\d+ tokens, and the context of \\d+ leaves room for \\d+");
  }

  @Test
  void valuesAreCutByPolicyAndTheInstructionIsNot() {
    try (OnnxLlama cutting =
        OnnxLlama.builder(TinyCheckpoint.FOLDER)
            .threads(1)
            .contextLength(64)
            .contextPolicy(ContextPolicy.TRUNCATE_VALUES)
            .build()) {
      ChoiceScores scores =
          cutting
              .score(List.of(withValue("\uD83D\uDE80 word ".repeat(500))), List.of("Yes", "No"))
              .get(0)
              .orElseThrow();
      assertThat(scores.usage().promptTokens()).isBetween(40L, 64L);
      ModelResult<ChoiceScores> instruction =
          cutting.score(List.of(Prompt.of("word ".repeat(500))), List.of("Yes")).get(0);
      assertThatThrownBy(instruction::orElseThrow)
          .hasMessageContaining("not even without the values");
    }
  }

  @Test
  void eightBitScoresStayNearAndDoNotDependOnTheBatch() {
    try (OnnxLlama rounded =
        OnnxLlama.builder(TinyCheckpoint.FOLDER).threads(1).precision(Precision.INT8).build()) {
      List<Prompt> prompts = List.of(Prompt.of("Is x1 y1?"), Prompt.of("Is the other x2 a y3?"));
      List<ModelResult<ChoiceScores>> together = rounded.score(prompts, List.of("Yes", "No"));
      for (int i = 0; i < prompts.size(); i++) {
        double yes = together.get(i).orElseThrow().logProbabilities().get(0);
        double alone =
            rounded
                .score(List.of(prompts.get(i)), List.of("Yes", "No"))
                .get(0)
                .orElseThrow()
                .logProbabilities()
                .get(0);
        assertThat(yes).isCloseTo(alone, within(1e-3));
        assertThat(yes).isCloseTo(logProbability(prompts.get(i), "Yes"), within(0.5));
      }
    }
  }

  @Test
  void sampledTextDependsOnTheSeedAlone() {
    Prompt prompt = Prompt.of("Write something.");
    var sampled =
        GenerationOptions.builder().maxTokens(12).temperature(1).topP(0.95).seed(5).build();
    Completion one = model.complete(List.of(prompt), sampled).get(0).orElseThrow();
    Completion same = model.complete(List.of(prompt), sampled).get(0).orElseThrow();
    assertThat(same).isEqualTo(one);
  }

  @Test
  void aFolderThatIsNoCheckpointIsRefused() {
    Path nowhere = TinyCheckpoint.FOLDER.resolve("nowhere");
    assertThatThrownBy(() -> OnnxLlama.builder(nowhere).build())
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("nowhere");
  }
}
