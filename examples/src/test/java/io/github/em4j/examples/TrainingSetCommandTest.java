package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.dataset.DeepMatcherWriter;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import io.github.em4j.training.export.ExampleFormat;
import io.github.em4j.training.selection.TrainingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingSetCommandTest {
  private static final Path SAMPLE =
      Path.of(System.getProperty("em4j.root", ".."), "examples", "training-set.yaml");

  @TempDir private Path folder;

  private Path settings(String... lines) throws IOException {
    Path file = folder.resolve("settings.yaml");
    Files.writeString(file, String.join("\n", lines) + "\n");
    return file;
  }

  private static void refused(Program program, String complaint) {
    assertThat(program.status()).as(program.err()).isEqualTo(2);
    assertThat(program.err()).contains(complaint);
    assertThat(program.out()).isEmpty();
  }

  @Test
  void runsTheSampleThatShips() throws IOException {
    Path out = folder.resolve("set");
    Path figures = folder.resolve("figures.json");
    Program program =
        Program.run(
            "training-set",
            SAMPLE.toString(),
            "--out",
            out.toString(),
            "--json",
            figures.toString());
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.err())
        .contains("Source   train: 2,000 pairs, 400 of them matches")
        .contains("Held out test:")
        .contains("Step 3 of 6, error-filter:");
    assertThat(program.out())
        .contains("judge disagrees")
        .contains("Leaks into test: none")
        .contains("trl sft --config trl.yaml");
    TrainingSet set = TrainingSet.read(out);
    JsonNode json = new ObjectMapper().readTree(figures.toFile());
    assertThat(json.get("pairs").asInt()).isEqualTo(set.pairs().size()).isBetween(100, 500);
    assertThat(json.get("steps")).hasSize(6);
    assertThat(ExampleFormat.OPENAI_CHAT.read(out.resolve("export/openai/train.jsonl")))
        .hasSize(set.pairs().size());
    assertThat(
            ExampleFormat.PROMPT_COMPLETION
                .read(out.resolve("export/prompt-completion/train.jsonl"))
                .get(0)
                .completion())
        .isIn(" Yes", " No");
  }

  @Test
  void doesNothingTwiceWhenItIsRunAgain() throws IOException {
    Path out = folder.resolve("set");
    Path shop = folder.resolve("shop");
    // The judge learns from all of them in each run.
    DeepMatcherWriter.write(
        SyntheticBenchmark.products()
            .trainPairs(150)
            .validationPairs(20)
            .testPairs(20)
            .build()
            .generate(),
        shop);
    Path file =
        settings(
            "sources: " + shop,
            "steps:",
            "  - limit: {pairs: 100}",
            "  - error-filter: {judge: classical}",
            "export: {formats: [messages]}",
            "out: " + out);
    Program first = Program.run("training-set", file.toString());
    assertThat(first.status()).as(first.err()).isZero();
    byte[] set = Files.readAllBytes(out.resolve("training-set.jsonl"));
    Program again = Program.run("training-set", file.toString());
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.err()).contains("error-filter: 100 pairs, all done before");
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(Files.readAllBytes(out.resolve("training-set.jsonl"))).isEqualTo(set);
  }

  @Test
  void takesOptionsInPlaceOfAFile() {
    Path out = folder.resolve("set");
    Program program =
        Program.run(
            "training-set",
            "--data",
            "synthetic-publications",
            "--step",
            "leaks",
            "--step",
            "limit,pairs=40",
            "--step",
            "balance,match-share=0.5",
            "--export",
            "openai,llama-factory",
            "--out",
            out.toString(),
            "--json",
            "-");
    assertThat(program.status()).as(program.err()).isZero();
    JsonNode figures = program.json();
    assertThat(figures.get("steps").get(1).get("out").asInt()).isEqualTo(40);
    assertThat(2 * figures.get("matches").asInt()).isEqualTo(figures.get("pairs").asInt());
    assertThat(figures.get("exports").fieldNames())
        .toIterable()
        .containsExactly("openai", "llama-factory");
    assertThat(out.resolve("export/llama-factory/dataset_info.json")).exists();
  }

  @Test
  void refusesWhatItDoesNotKnowBeforeAnyWork() throws IOException {
    Path file =
        settings("sources: [synthetic-products]", "steps:", "  - error-filter: {judges: tiny}");
    refused(
        Program.run("training-set", file.toString(), "--out", folder.toString()),
        "line 3 of settings.yaml: the step error-filter has no 'judges'; allowed are judge,");
    refused(Program.run("training-set"), "needs a settings FILE, or --data and --step");
    refused(
        Program.run("training-set", file.toString(), "--data", "x"),
        "a settings file says all but --out and --json");
    refused(
        Program.run("training-set", "--data", "synthetic-products"), "needs --out DIR or 'out'");
    refused(
        Program.run("training-set", "--data", "nowhere", "--out", folder.toString()),
        "no such file or folder: nowhere");
    refused(
        Program.run(
            "training-set",
            "--data",
            "synthetic-products",
            "--step",
            "explain,kind=structured,teacher=classical",
            "--out",
            folder.resolve("set").toString()),
        "the model 'classical' decides about pairs and cannot write");
  }

  @Test
  void pairsThatNoModelCanReadAreLeftOutOfTheExports() throws IOException {
    Path pairs = folder.resolve("pairs.csv");
    Files.writeString(
        pairs,
        """
        left_name,right_name,label
        a printer,a printer,1
        a printer,a phone,0
        ,a phone,0
        """);
    Path out = folder.resolve("set");
    Program program =
        Program.run(
            "training-set",
            "--data",
            pairs.toString(),
            "--step",
            "limit,pairs=10",
            "--export",
            "messages",
            "--out",
            out.toString());
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.err()).contains("Note: 1 pairs have none of the attributes");
    assertThat(ExampleFormat.MESSAGES.read(out.resolve("export/messages/train.jsonl"))).hasSize(2);
  }

  @Test
  void saysThatAFolderHoldsAnotherSet() {
    Path out = folder.resolve("set");
    List<String> command =
        List.of("training-set", "--data", "synthetic-products", "--out", out.toString());
    assertThat(Program.run(with(command, "limit,pairs=10")).status()).isZero();
    Program other = Program.run(with(command, "limit,pairs=20"));
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("pairs");
  }

  private static String[] with(List<String> command, String step) {
    return Stream.concat(command.stream(), Stream.of("--step", step)).toArray(String[]::new);
  }
}
