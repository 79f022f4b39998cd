package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.dataset.DeepMatcherWriter;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluateCommandTest {
  private static final List<String> PROMISED =
      List.of(
          "dataset",
          "matcher",
          "trainedOn",
          "pairs",
          "positives",
          "precision",
          "recall",
          "f1",
          "f1Low",
          "f1High",
          "accuracy",
          "unparsed",
          "seconds",
          "pairsPerSecond");

  @TempDir private Path folder;

  @Test
  void runsOnWhatTheRepositoryShips() throws IOException {
    Path file = folder.resolve("figures.json");
    Program program = Program.run("evaluate", "--json", file.toString());
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out())
        .startsWith("Synthetic benchmark, seed 42")
        .contains("synthetic-products")
        .contains("F1 by training data (row) and test data (column)");
    JsonNode rows = new ObjectMapper().readTree(file.toFile());
    assertThat(rows).hasSize(4);
    for (JsonNode row : rows) {
      assertThat(row.fieldNames()).toIterable().containsAll(PROMISED);
      assertThat(row.get("synthetic").asBoolean()).isTrue();
      double f1 = row.get("f1").asDouble();
      assertThat(f1).isBetween(row.get("f1Low").asDouble(), row.get("f1High").asDouble());
    }
    JsonNode first = rows.get(0);
    assertThat(first.get("dataset").asText()).isEqualTo(first.get("trainedOn").asText());
    assertThat(first.get("f1").asDouble()).isGreaterThan(0.7);
  }

  @Test
  void writesJsonAloneToStandardOutput() {
    Path data = write("shop", SyntheticBenchmark.products());
    Program program =
        Program.run("evaluate", "--data", data.toString(), "--matcher", "baseline", "--json", "-");
    assertThat(program.status()).as(program.err()).isZero();
    JsonNode row = program.json().get(0);
    assertThat(row.get("dataset").asText()).isEqualTo("shop");
    assertThat(row.get("pairs").asInt()).isEqualTo(100);
    assertThat(row.get("positives").asInt()).isEqualTo(20);
    assertThat(row.get("unparsed").asInt()).isZero();
    assertThat(row.get("synthetic").asBoolean()).isFalse();
  }

  @Test
  void learnsFromOneSourceAndTestsOnAnother() {
    Program program =
        Program.run(
            "evaluate",
            "--data",
            write("library", SyntheticBenchmark.publications()).toString(),
            "--train-on",
            write("shop", SyntheticBenchmark.products()).toString(),
            "--json",
            "-");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.json()).hasSize(1);
    assertThat(program.json().get(0).get("dataset").asText()).isEqualTo("library");
    assertThat(program.json().get(0).get("trainedOn").asText()).isEqualTo("shop");
  }

  private Path write(String name, SyntheticBenchmark.Builder benchmark) {
    Path data = folder.resolve(name);
    DeepMatcherWriter.write(
        benchmark.trainPairs(200).validationPairs(100).testPairs(100).build().generate(), data);
    return data;
  }

  @Test
  void refusesToTestOnWhatItLearnsFrom() throws IOException {
    Path pairs = folder.resolve("pairs.csv");
    Files.writeString(pairs, "left,right,label\na,a,1\na,b,0\nb,b,1\nb,c,0\n");
    Program program = Program.run("evaluate", "--data", pairs.toString());
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("'pairs' has one split only").contains("--train-on");
  }

  @Test
  void refusesToChooseOrLearnOnATestSplit() throws IOException {
    Path test = folder.resolve("test.csv");
    Path train = folder.resolve("train.csv");
    Files.writeString(test, "left,right,label\na,a,1\na,b,0\n");
    Files.writeString(train, "left,right,label\nc,c,1\nc,d,0\n");
    for (String option : List.of("--valid", "--train-on")) {
      Program program =
          Program.run(
              "evaluate",
              "--data",
              test.toString(),
              "--train-on",
              train.toString(),
              option,
              test.toString());
      assertThat(program.status()).as(option).isEqualTo(2);
      assertThat(program.err()).contains("data set 'test' has no").contains("it has [test]");
    }
  }
}
