package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.testing.BenchmarkData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code study} on small data, with the model that ships, and on the paper's recorded answers. */
final class StudyCommandTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;
  private static Path out;
  private static Program first;

  private static String settings() {
    return """
        train: [synthetic-products]
        test: [synthetic-products, synthetic-publications]
        synthetic: {train: 60, valid: 30, test: 60}
        matchers:
          classical: {kind: classical}
          tiny: {kind: lora, model: tiny, epochs: 1}
        templates: [compact, domain-simple-free]
        robustness: {perturbations: [swapped-sides, injection], matchers: [tiny]}
        cascade: {cheap: classical, dear: tiny, share: 0.5}
        prices: {tiny: {hour: 1}, classical: {hour: 1}}
        bootstrap: 50
        """;
  }

  @BeforeAll
  static void runOnce() throws IOException {
    Files.writeString(shared.resolve("study.yaml"), settings());
    out = shared.resolve("out");
    first = study("--limit", "20", "--json", shared.resolve("figures.json").toString());
  }

  private static Program study(String... more) {
    return Program.run(
        Stream.concat(
                Stream.of(
                    "study",
                    "--config",
                    shared.resolve("study.yaml").toString(),
                    "--out",
                    out.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void comparesMatchersOnEveryDataSetAndReportsInFourFormats() throws IOException {
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("F1 on test, in %", "classical", "tiny", "synthetic-publications")
        .contains("Report:  " + out.resolve("report.html"), "Done in ");
    assertThat(first.err()).contains("F1 ", "tiny trained on synthetic-products");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains(
            "What was chosen where",
            "Prompts",
            "Generalisation",
            "Calibration",
            "Abstention",
            "Slices",
            "Robustness",
            "Cascade",
            "Cost",
            "Errors to look at",
            "Provenance",
            "invented records");
    assertThat(out.resolve("report.md")).isNotEmptyFile();
    assertThat(Files.readString(out.resolve("tables.tex"))).contains("\\begin{tabular}");
    assertThat(out.resolve("report.json")).isNotEmptyFile();
  }

  @Test
  void runsNothingTwice() throws IOException {
    Map<Path, FileTime> before = cells();
    JsonNode again = study("--limit", "20", "--json", "-").json();
    assertThat(cells()).isEqualTo(before);
    assertThat(again.get("results"))
        .isEqualTo(
            new ObjectMapper().readTree(shared.resolve("figures.json").toFile()).get("results"));
    assertThat(again.get("results")).hasSize(6);
  }

  private static Map<Path, FileTime> cells() throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out.resolve("results-20"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    // Two test sets and two validation sets for each wording of two tiny ones and the classical
    // one, and two changes of each test set for the tiny ones.
    assertThat(times).hasSize(4 * (1 + 2 * 2) + 2 * 2 * 2);
    return times;
  }

  @Test
  void reportsOnWhatTheSettingsNameAndNotOnAllThatWasEverRun() throws IOException {
    Path settings = folder.resolve("study.yaml");
    String before =
        """
        train: [synthetic-products]
        test: [synthetic-products, synthetic-publications]
        synthetic: {train: 60, valid: 30, test: 60}
        matchers: {classical: {kind: classical}, classical-b: {kind: classical}}
        seeds: [1, 2]
        bootstrap: 20
        out: %s
        """
            .formatted(folder.resolve("out"));
    Files.writeString(settings, before);
    Program all = Program.run("study", "--config", settings.toString());
    assertThat(all.status()).as(all.err()).isZero();

    Files.writeString(
        settings,
        before
            .replace(", synthetic-publications", "")
            .replace(", classical-b: {kind: classical}", "")
            .replace("[1, 2]", "[2]"));
    Program less = Program.run("study", "--config", settings.toString(), "--json", "-");

    assertThat(less.status()).as(less.err()).isZero();
    JsonNode results = less.json().get("results");
    assertThat(results).hasSize(1);
    assertThat(results.get(0).get("seeds").asInt()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("out").resolve("report.md")))
        .doesNotContain("classical-b")
        .doesNotContain("publications");
  }

  @Test
  void reportsOnTheOthersWhereOneTrainingFails() throws IOException {
    Path train = folder.resolve("matchless.csv");
    Files.writeString(train, "left,right,label\na one,b two,0\nc three,d four,0\n");
    Path settings = folder.resolve("study.yaml");
    Files.writeString(
        settings,
        """
        train: ['%s']
        test: [synthetic-products]
        synthetic: {train: 60, valid: 30, test: 60}
        matchers:
          classical: {kind: classical}
          tiny: {kind: llama, model: tiny}
        limit: 20
        bootstrap: 20
        out: '%s'
        """
            .formatted(train, folder.resolve("out")));

    Program program = Program.run("study", "--config", settings.toString(), "--json", "-");

    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.json().get("results")).hasSize(1);
    assertThat(Files.readString(folder.resolve("out").resolve("report.md")))
        .contains("Failed, and missing in all that follows: classical trained on matchless")
        .contains("There is no result of classical after training");
  }

  @Test
  void saysBeforehandWhatItWouldRun() {
    Program program = study("--dry-run");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out()).contains("28 cells, ").contains("Nothing was run");
    assertThat(out.resolve("results")).doesNotExist();
  }

  @Test
  void refusesWhatDoesNotGoTogether() throws IOException {
    assertThat(Program.run("study").err()).contains("study needs --config FILE or --recorded DIR");
    assertThat(Program.run("study", "--recorded", folder.toString()).err())
        .contains("needs a folder with files 'responses_*.jsonl.gz'");
    assertThat(Program.run("study", "--recorded", "x", "--limit", "3").err())
        .contains("--limit goes with --config");
    Path bad = folder.resolve("bad.yaml");
    Files.writeString(bad, "test: [synthetic-products]\nmatchers:\n  c: {kind: clasical}\n");
    Program program = Program.run("study", "--config", bad.toString());
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("line 3 of bad.yaml: 'kind' of 'c' needs one of classical");
  }

  @Test
  void refusesAModelThatIsNotThereBeforeAnyWork() throws IOException {
    Path settings = folder.resolve("missing.yaml");
    Files.writeString(
        settings,
        "test: [synthetic-products]\nmatchers:\n  m: {kind: llama, model: nowhere}\nout: "
            + folder.resolve("out")
            + "\n");
    Program program = Program.run("study", "--config", settings.toString());
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("no such file or folder: nowhere");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void computesThePapersFiguresAgain() throws IOException {
    Path recorded = BenchmarkData.path("tailormatch");
    JsonNode figures =
        Program.run(
                "study",
                "--recorded",
                recorded.toString(),
                "--out",
                folder.toString(),
                "--json",
                "-")
            .json();
    assertThat(figures.get("compared").asInt()).isEqualTo(63);
    assertThat(figures.get("agree").asInt()).isEqualTo(63);
    // 101.95 % in the paper, from more digits than the two of its table.
    assertThat(figures.at("/gains/abt-buy/IN_DOMAIN").asDouble()).isBetween(1.0190, 1.0200);
    assertThat(figures.get("runs")).hasSize(12);
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("all 63 figures that can be computed again agree");
  }
}
