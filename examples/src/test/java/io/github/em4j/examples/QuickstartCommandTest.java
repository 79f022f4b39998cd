package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.dataset.DeepMatcherWriter;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code quickstart} on small data, with the model that ships. */
final class QuickstartCommandTest {
  @TempDir private static Path shared;
  @TempDir private static Path folder;

  /** The run that trains, which takes the longest. */
  private static Program first;

  @BeforeAll
  static void makeDataAndTrain() {
    write("shop", SyntheticBenchmark.products());
    write("library", SyntheticBenchmark.publications());
    first = quickstart("--train-on", "shop", "--json", figures().toString());
  }

  private static Path figures() {
    return folder.resolve("figures.json");
  }

  private static Path run() {
    return folder.resolve("run");
  }

  private static void write(String name, SyntheticBenchmark.Builder benchmark) {
    DeepMatcherWriter.write(
        benchmark.trainPairs(60).validationPairs(20).testPairs(60).build().generate(),
        shared.resolve(name));
  }

  private static Program quickstart(String... more) {
    String[] arguments = new String[more.length + 7];
    System.arraycopy(
        new String[] {
          "quickstart", "--data", shared.toString(), "--epochs", "1", "--out", run().toString()
        },
        0,
        arguments,
        0,
        7);
    System.arraycopy(more, 0, arguments, 7, more.length);
    return Program.run(arguments);
  }

  @Test
  void comparesTheModelAsItIsWithItsAdapterAndTheClassicalMatcher() throws IOException {
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("shop (home)", "library")
        .contains("em4j-tiny, zero-shot", "em4j-tiny, LoRA on shop", "classical, trained on shop")
        .contains("p(match) 0.", "rests on")
        .contains("Adapter: " + run().resolve("adapter"), "Report:  " + run());
    assertThat(run().resolve("adapter/adapter_model.safetensors")).exists();
    assertThat(Files.readString(run().resolve("report.html")))
        .startsWith("<!DOCTYPE html>")
        .contains("LoRA on shop", "falls when a word is left out")
        .endsWith("</html>\n");
  }

  @Test
  void givesTheSameFiguresAgainWithoutTraining() throws IOException {
    JsonNode results = new ObjectMapper().readTree(figures().toFile()).get("results");
    Program second = quickstart("--train-on", "shop", "--json", "-");
    assertThat(second.json().get("results")).isEqualTo(results);
    assertThat(results).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({"--epochs, epochs must be at least 1", "--threads, --threads must be at least 1"})
  void refusesNoEpochsAndNoThreadsBeforeItBegins(String option, String message) {
    Program program =
        Program.run("quickstart", "--out", folder.resolve("none").toString(), option, "0");
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains(message).doesNotContain("1 of 4");
  }

  @Test
  void namesTheDataSetsThatThereAre() {
    Program program = quickstart("--train-on", "office");
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("--train-on must be one of [library, shop], found 'office'");
  }
}
