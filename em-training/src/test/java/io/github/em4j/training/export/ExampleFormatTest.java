package io.github.em4j.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.ChatJsonLines;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExampleFormatTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("examples.jsonl");
  }

  @Test
  void writesWhatChatJsonLinesWrites() throws IOException {
    FineTuningData data = new FineTuningData("one", List.of(ExportData.PLAIN), List.of());
    Path other = folder.resolve("other.jsonl");
    ChatJsonLines.writeExamples(
        new FineTuningData("shown", List.of(ExportData.SHOWN), List.of()), other);
    ExampleFormat.OPENAI_CHAT.write(List.of(ExportData.SHOWN), file());
    assertThat(file()).hasSameTextualContentAs(other);
    ChatJsonLines.writeExamples(data, other);
    for (ExampleFormat format :
        List.of(ExampleFormat.MESSAGES, ExampleFormat.OPENAI_CHAT, ExampleFormat.AXOLOTL_CHAT)) {
      format.write(data.examples(), file());
      assertThat(file()).hasSameTextualContentAs(other);
    }
  }

  @ParameterizedTest
  @CsvSource({"OPENAI_CHAT, 'weight\":0'", "AXOLOTL_CHAT, 'training\":false'"})
  void keepsAnswersOfDemonstrationsFromBeingLearnt(ExampleFormat format, String mark)
      throws IOException {
    format.write(List.of(ExportData.SHOWN), file());
    assertThat(Files.readString(file()))
        .containsOnlyOnce(mark)
        .contains("{\"role\":\"assistant\",\"content\":\"No\",\"" + mark + "}");
    assertThat(format.read(file())).containsExactly(ExportData.SHOWN);
  }

  @Test
  void putsThePlainTextsOneBehindTheOther() throws IOException {
    ExampleFormat.PROMPT_COMPLETION.write(List.of(ExportData.INLINE), file());
    assertThat(Files.readString(file()))
        .isEqualTo("{\"prompt\":\"Same? 'a' and 'b'\\nAnswer:\",\"completion\":\" Yes\"}\n");
  }

  @Test
  void refusesPlainTextsThatWouldRunIntoEachOther() {
    assertThatThrownBy(
            () ->
                ExampleFormat.PROMPT_COMPLETION.write(
                    List.of(ExportData.INLINE, ExportData.PLAIN), file()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("example 2")
        .hasMessageContaining("run into each other");
    assertThat(file()).doesNotExist();
  }

  @Test
  void refusesAConversationAsAPlainText() {
    assertThatThrownBy(
            () -> ExampleFormat.PROMPT_COMPLETION.write(List.of(ExportData.SHOWN), file()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[SYSTEM, USER, ASSISTANT, USER]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "MESSAGES|{\"messages\":[]}|'messages' must be an array",
        "PROMPT_COMPLETION_CHAT|{\"prompt\":[{\"role\":\"user\",\"content\":\"a\"}]}|'completion' must",
        "PROMPT_COMPLETION_CHAT|{\"completion\":[{\"role\":\"user\",\"content\":\"a\"}],"
            + "\"prompt\":[{\"role\":\"user\",\"content\":\"a\"}]}|the assistant's, found USER",
        "PROMPT_COMPLETION|{\"prompt\":1,\"completion\":\"a\"}|'prompt' must be a text",
        "PROMPT_COMPLETION|{\"prompt\":\"a\",\"completion\":\"\"}|must not be empty",
        "PROMPT_COMPLETION|{\"prompt\":\"a|Unexpected end",
      })
  void namesTheLineThatIsNoExample(ExampleFormat format, String line, String complaint)
      throws IOException {
    Files.writeString(file(), "\n" + line + "\n");
    assertThatThrownBy(() -> format.read(file()))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("line 2 of " + file())
        .hasMessageContaining(complaint);
  }

  @Test
  void saysThatALineIsNoUtf8() throws IOException {
    Files.write(file(), new byte[] {'{', (byte) 0xC3, '}'});
    assertThatThrownBy(() -> ExampleFormat.MESSAGES.read(file()))
        .hasMessageContaining("line 1")
        .hasMessageContaining("UTF-8");
  }

  @Test
  void halvesOfSurrogatePairsDoNotFailTheFile() {
    // Neither UTF-8 nor most trainers can read them.
    FineTuningExample broken =
        new FineTuningExample(Prompt.of("a\uD83Db\uD83D\uDE00 "), "Yes\uDE00");
    for (ExampleFormat format : ExampleFormat.values()) {
      format.write(List.of(broken), file());
      assertThat(format.read(file()))
          .containsExactly(new FineTuningExample(Prompt.of("a\uFFFDb\uD83D\uDE00 "), "Yes\uFFFD"));
    }
  }
}
