package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Em4jTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evaluate",
        "match",
        "score-responses",
        "explanations",
        "leaks",
        "synthesize",
        "make-checkpoint",
        "openai-check",
        "fine-tune-openai"
      })
  void everyCommandExplainsItself(String command) {
    Program help = Program.run(command, "--help");
    assertThat(help.status()).isZero();
    assertThat(help.out())
        .contains("Usage: em4j " + command)
        .contains("--json")
        .contains("--debug");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-such-command",
        "evaluate --no-such-option",
        "evaluate --matcher no-such-matcher",
        "evaluate --data no/such/folder",
        "leaks",
        "leaks . .",
        "evaluate --json no/such/folder/figures.json",
        "synthesize",
        "match",
        "make-checkpoint",
        "score-responses no/such/file.jsonl"
      })
  void badArgumentsEndWithStatus2AndOneLine(String line) {
    Program program = Program.run(line.split(" "));
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.out()).isEmpty();
    assertThat(program.err().strip().lines()).hasSize(1);
    assertThat(program.err()).startsWith("em4j: ");
  }

  @ParameterizedTest
  @CsvSource({
    "evaluate --matcherr=llama, --matcher",
    "evaluatte, evaluate",
    "evaluate --modle=m, --model"
  })
  void whatIsMisspeltIsNamedAsItMayBeMeant(String line, String meant) {
    assertThat(Program.run(line.split(" ")).err())
        .containsPattern("did you mean (.* or )?" + meant);
  }

  @Test
  void aBrokenFileEndsWithStatus1AndOneLineThatNamesThePlace() throws IOException {
    Path file = folder.resolve("responses.jsonl");
    Files.writeString(
        file,
        """
        {"dataset": "d", "task": "t", "label": 1, "response_raw": "Yes"}
        {"dataset": "d", "task": "t", "label": 2, "response_raw": "Yes"}
        """);
    Program program = Program.run("score-responses", file.toString());
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.out()).isEmpty();
    assertThat(program.err().strip().lines()).hasSize(1);
    assertThat(program.err())
        .contains("responses.jsonl, line 2")
        .contains("0 or 1")
        .contains("'2'");
  }

  @Test
  void aMissingCommandIsABadArgument() {
    Program program = Program.run();
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("a command is missing").contains("evaluate");
  }

  @Test
  void debugAddsTheStackTrace() throws IOException {
    Path file = folder.resolve("empty.jsonl");
    Files.writeString(file, "[]\n");
    assertThat(Program.run("explanations", file.toString(), "--debug").err())
        .contains("\tat io.github.em4j");
    assertThat(Program.run("explanations", file.toString()).err()).doesNotContain("\tat ");
  }
}
