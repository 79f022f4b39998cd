package io.github.em4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ChatJsonLinesTest {
  private static final FineTuningData DATA =
      new FineTuningData(
          "two",
          List.of(
              new FineTuningExample(Prompt.of("Same? 'café \"x\"' and 'y'"), "Yes"),
              new FineTuningExample(
                  new Prompt(
                      List.of(
                          Message.system("Answer briefly."),
                          Message.user("A\nB"),
                          Message.assistant("No"),
                          Message.user("C"))),
                  "No.\nattribute=title|||values=a###b")),
          List.of(new ValidationQuestion(Prompt.of("Same?"), List.of("Yes", "No"), 1)));

  @TempDir private Path folder;

  private static String golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ChatJsonLinesTest.class.getResourceAsStream("chat-lines.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void writesTheGoldenFile() throws IOException {
    Path file = folder.resolve("train.jsonl");
    ChatJsonLines.writeExamples(DATA, file);
    assertThat(Files.readString(file)).isEqualTo(golden());
  }

  @Test
  void readsTheGoldenFile() throws IOException {
    Path file = folder.resolve("train.jsonl");
    Files.writeString(file, golden() + "\n");
    assertThat(ChatJsonLines.read(file)).isEqualTo(DATA.examples());
  }

  @Test
  void writesQuestionsWithTheirRightAnswers() throws IOException {
    Path file = folder.resolve("valid.jsonl");
    ChatJsonLines.writeValidation(DATA, file);
    assertThat(ChatJsonLines.read(file))
        .containsExactly(new FineTuningExample(Prompt.of("Same?"), "No"));
  }

  @ParameterizedTest
  @MethodSource("brokenLines")
  void namesTheLineThatIsNoExample(String line, String complaint) throws IOException {
    Path file = folder.resolve("train.jsonl");
    Files.writeString(file, golden() + line + "\n");
    assertThatThrownBy(() -> ChatJsonLines.read(file))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("line 3 of " + file)
        .hasMessageContaining(complaint);
  }

  static Stream<Arguments> brokenLines() {
    String user = "{\"role\":\"user\",\"content\":\"a\"}";
    return Stream.of(
        Arguments.of("{\"messages\":[", "Unexpected"),
        Arguments.of("{\"message\":[]}", "'messages' must be an array"),
        Arguments.of(messages(user), "two or more"),
        Arguments.of(messages(user, user), "the last message must be the assistant's"),
        Arguments.of(messages(user.replace("user", "tool"), user), "found the role 'tool'"),
        Arguments.of(messages(user.replace("\"a\"", "1"), user), "a text as content"),
        Arguments.of(
            messages(user, "{\"role\":\"assistant\",\"content\":\"\"}"), "must not be empty"));
  }

  private static String messages(String... messages) {
    return "{\"messages\":[" + String.join(",", messages) + "]}";
  }
}
