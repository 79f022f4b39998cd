package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Message;
import io.github.em4j.model.Message.ValueSpan;
import io.github.em4j.model.Prompt;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.CheckpointException;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EncodedExamplesTest {
  private static final FineTuningExample SHORT = new FineTuningExample(Prompt.of("Same?"), "Yes");
  private static final FineTuningExample LONG =
      new FineTuningExample(
          new Prompt(
              List.of(
                  new Message(
                      Message.Role.USER,
                      "Same? " + "x".repeat(200),
                      List.of(new ValueSpan(6, 206))))),
          "No");

  @TempDir private static Path base;
  @TempDir private Path refusing;
  private static ChatTokenizer tokenizer;

  @BeforeAll
  static void openTokenizer() {
    RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 3, base);
    tokenizer = Checkpoint.open(base).openTokenizer();
  }

  @AfterAll
  static void closeTokenizer() {
    tokenizer.close();
  }

  private static EncodedExamples encode(LongExamplePolicy policy, FineTuningExample... examples) {
    return EncodedExamples.of(
        List.of(examples),
        tokenizer,
        60,
        LoraOptions.tiny().toBuilder().longExamples(policy).build());
  }

  /** What is learnt of an example: its tokens as text where they count, a dot where not. */
  private static List<String> learnt(TrainingExample example) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < example.length(); i++) {
      texts.add(
          example.weight(i) == 0
              ? "."
              : example.token(i) + "=" + tokenizer.decode(new int[] {example.token(i)}));
    }
    return texts;
  }

  @Test
  void theCompletionAndTheEndOfTheTurnCountAndNothingElse() {
    TrainingExample example = encode(LongExamplePolicy.FAIL, SHORT).examples().get(0);
    int[] prompt = tokenizer.encode(SHORT.prompt());
    int[] end = tokenizer.encodeAnswerEnd();
    assertThat(end).hasSize(1);
    assertThat(Checkpoint.open(base).endTokens()).contains(end[0]);

    List<String> learnt = learnt(example);
    assertThat(learnt.subList(0, prompt.length)).containsOnly(".");
    // The special token has no text.
    int[] yes = tokenizer.encodeAnswer("Yes");
    List<String> expected =
        IntStream.concat(IntStream.of(yes), IntStream.of(end))
            .mapToObj(token -> token + "=" + tokenizer.decode(new int[] {token}))
            .toList();
    assertThat(learnt.subList(prompt.length, learnt.size())).isEqualTo(expected);
    assertThat(expected.get(expected.size() - 1)).endsWith("=");
  }

  @Test
  void allButTheFirstTokenCountWhereTheWholeTextIsLearnt() {
    EncodedExamples whole =
        EncodedExamples.of(
            List.of(SHORT),
            tokenizer,
            60,
            LoraOptions.tiny().toBuilder().lossOnWholeText(true).build());
    TrainingExample example = whole.examples().get(0);
    assertThat(example.weight()).isEqualTo(example.length() - 1);
  }

  @Test
  void aLongExampleStopsTheRunWherePolicySaysSo() {
    assertThatThrownBy(() -> encode(LongExamplePolicy.FAIL, SHORT, LONG))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("example 1 does not fit into 60 tokens");
  }

  @Test
  void aLongExampleIsLeftOutAndCounted() {
    EncodedExamples encoded = encode(LongExamplePolicy.DROP, SHORT, LONG);
    assertThat(encoded.examples()).hasSize(1);
    assertThat(encoded.dropped()).isEqualTo(1);
    assertThat(encoded.truncated()).isZero();
  }

  @Test
  void aLongExampleIsCutInsideItsValuesUntilItFits() {
    EncodedExamples encoded = encode(LongExamplePolicy.TRUNCATE_VALUES, SHORT, LONG);
    assertThat(encoded.examples()).hasSize(2);
    assertThat(encoded.truncated()).isEqualTo(1);
    TrainingExample cut = encoded.examples().get(1);
    assertThat(cut.length()).isLessThanOrEqualTo(60);
    int[] tokens = IntStream.range(0, cut.length()).map(cut::token).toArray();
    assertThat(tokenizer.decode(tokens)).contains("Same? xx").endsWith("No");
    assertThat(cut.weight())
        .isEqualTo(encode(LongExamplePolicy.DROP, noOf(LONG)).examples().get(0).weight());
  }

  @Test
  void aPromptThatTheTemplateRefusesIsNotTakenForALongOne() throws IOException {
    for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
      Files.copy(base.resolve(name), refusing.resolve(name));
    }
    Files.writeString(
        refusing.resolve("chat_template.jinja"),
        "{% if messages[0]['role'] != 'system' %}{{ raise_exception('no system message') }}{% endif %}"
            + "{% for message in messages %}{{ message['content'] }}{% endfor %}");
    LoraOptions options =
        LoraOptions.tiny().toBuilder().longExamples(LongExamplePolicy.DROP).build();
    try (ChatTokenizer refused = ChatTokenizer.open(refusing)) {
      assertThatThrownBy(() -> EncodedExamples.of(List.of(SHORT), refused, 60, options))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("no system message");
      assertThatThrownBy(() -> EncodedExamples.fits(SHORT, refused, 60))
          .isInstanceOf(CheckpointException.class);
    }
    assertThat(EncodedExamples.fits(SHORT, tokenizer, 60)).isTrue();
    assertThat(EncodedExamples.fits(LONG, tokenizer, 60)).isFalse();
  }

  private static FineTuningExample noOf(FineTuningExample example) {
    return new FineTuningExample(Prompt.of("Same?"), example.completion());
  }

  @Test
  void anExampleThatDoesNotFitEvenWithoutValuesIsLeftOut() {
    FineTuningExample hopeless = new FineTuningExample(Prompt.of("Same? " + "x".repeat(200)), "No");
    EncodedExamples encoded = encode(LongExamplePolicy.TRUNCATE_VALUES, SHORT, hopeless);
    assertThat(encoded.dropped()).isEqualTo(1);
    assertThatThrownBy(() -> encode(LongExamplePolicy.DROP, hopeless))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("none of the 1 examples");
  }
}
