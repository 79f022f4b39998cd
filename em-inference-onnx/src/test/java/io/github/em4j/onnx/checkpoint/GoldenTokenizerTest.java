package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tokenizers and chat templates in the manner of the known families give the ids and texts of the
 * reference implementation; made by {@code src/test/python/make_tokenizers.py}.
 */
final class GoldenTokenizerTest {

  @ParameterizedTest
  @ValueSource(strings = {"llama2", "llama3", "mistral", "qwen2", "qwen3", "smollm2"})
  void textsGetTheIdsOfTheReferenceAndComeBack(String family) throws IOException {
    var softly = new SoftAssertions();
    try (var tokenizer = ChatTokenizer.open(folder(family))) {
      golden(family)
          .required("texts")
          .properties()
          .forEach(
              entry -> {
                int[] ids = integers(entry.getValue().required("ids"));
                String text = entry.getValue().required("text").textValue();
                softly.assertThat(tokenizer.encode(text)).as(entry.getKey()).isEqualTo(ids);
                softly
                    .assertThat(tokenizer.decode(ids))
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().required("decoded").textValue());
              });
    }
    softly.assertAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama2", "llama3", "mistral", "qwen2", "qwen3", "smollm2"})
  void conversationsAreRenderedAndEncodedAsByTheReference(String family) throws IOException {
    var softly = new SoftAssertions();
    try (var tokenizer = ChatTokenizer.open(folder(family))) {
      golden(family)
          .required("conversations")
          .properties()
          .forEach(
              entry -> {
                JsonNode golden = entry.getValue();
                Prompt prompt = prompt(golden.required("messages"));
                if (golden.has("refused")) {
                  assertThatThrownBy(() -> tokenizer.encode(prompt))
                      .as(entry.getKey())
                      .isInstanceOf(CheckpointException.class)
                      .hasMessageContaining(golden.get("refused").textValue());
                } else {
                  softly
                      .assertThat(tokenizer.render(prompt))
                      .as(entry.getKey())
                      .isEqualTo(golden.required("rendered").textValue());
                  softly
                      .assertThat(tokenizer.encode(prompt))
                      .as(entry.getKey())
                      .isEqualTo(integers(golden.required("ids")));
                }
              });
    }
    softly.assertAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama2", "llama3", "mistral", "qwen2", "qwen3", "smollm2"})
  void aPromptOfABaseModelGetsTheSpecialTokensOfTheReference(String family, @TempDir Path base)
      throws IOException {
    Files.copy(folder(family).resolve("tokenizer.json"), base.resolve("tokenizer.json"));
    JsonNode golden = golden(family).required("base");
    try (var tokenizer = ChatTokenizer.open(base)) {
      assertThat(tokenizer.encode(Prompt.of(golden.required("text").textValue())))
          .isEqualTo(integers(golden.required("ids")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama2", "llama3", "mistral", "qwen2", "qwen3", "smollm2"})
  void anAnswerFollowsItsPromptAsInTheReferencesWholeConversation(String family)
      throws IOException {
    JsonNode golden = golden(family).required("answer");
    int[] conversation = integers(golden.required("ids"));
    try (var tokenizer = ChatTokenizer.open(folder(family))) {
      int[] prompt = tokenizer.encode(prompt(golden.required("messages")));
      int[] answer = tokenizer.encodeAnswer(golden.required("answer").textValue());

      assertThat(IntStream.concat(IntStream.of(prompt), IntStream.of(answer)).toArray())
          .isEqualTo(Arrays.copyOf(conversation, prompt.length + answer.length));
      assertThat(tokenizer.decode(answer).strip()).isEqualTo("Yes");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama2", "llama3", "mistral", "qwen2", "qwen3", "smollm2"})
  void withoutTemplateAnAnswerFollowsItsPromptAsInTheWholeText(String family, @TempDir Path base)
      throws IOException {
    Files.copy(folder(family).resolve("tokenizer.json"), base.resolve("tokenizer.json"));
    try (var tokenizer = ChatTokenizer.open(base)) {
      for (String answer : List.of(" Yes", " No", "Yes")) {
        int[] prompt = tokenizer.encode("Do they match?\n");
        int[] whole = tokenizer.encode("Do they match?\n" + answer);

        assertThat(tokenizer.encodeAnswer(answer))
            .as("'%s'", answer)
            .isEqualTo(Arrays.copyOfRange(whole, prompt.length, whole.length));
      }
    }
  }

  static Path folder(String family) {
    try {
      return Path.of(
          requireNonNull(
                  GoldenTokenizerTest.class.getResource(
                      "/io/github/em4j/onnx/golden/tokenizers/" + family))
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode golden(String family) throws IOException {
    return new ObjectMapper().readTree(folder(family).resolve("golden.json").toFile());
  }

  private static int[] integers(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).intValue()).toArray();
  }

  private static Prompt prompt(JsonNode messages) {
    List<Message> list = new ArrayList<>();
    for (JsonNode message : messages) {
      var role =
          Message.Role.valueOf(message.required("role").textValue().toUpperCase(Locale.ROOT));
      list.add(new Message(role, message.required("content").textValue(), List.of()));
    }
    return new Prompt(list);
  }
}
