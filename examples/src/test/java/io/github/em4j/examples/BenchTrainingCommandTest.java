package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchTrainingCommandTest {
  @TempDir private Path model;

  private Program bench(String more) {
    return Program.run(
        "bench-training",
        "--model",
        model.toString(),
        "--batch",
        "2",
        "--length",
        "12",
        "--threads",
        "1",
        "--steps",
        more,
        "--json",
        "-");
  }

  @Test
  void measuresForwardPassesAndStepsWithAndWithoutCheckpointing() {
    RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 1, model);

    Program program = bench("2");

    assertThat(program.status()).as(program.err()).isZero();
    JsonNode figures = program.json();
    assertThat(figures.get("threads").asInt()).isEqualTo(1);
    assertThat(figures.get("device").asText()).isEqualTo("cpu");
    assertThat(figures.get("precision").asText()).isEqualTo("fp32");
    assertThat(figures.get("shape").get("hidden").asInt()).isEqualTo(64);
    assertThat(figures.get("rows"))
        .extracting(row -> row.get("variant").asText())
        .containsExactly("forward", "step", "step-checkpointing");
    assertThat(figures.get("rows"))
        .allSatisfy(
            row -> {
              assertThat(row.get("secondsPerStep").asDouble()).isPositive();
              assertThat(row.get("tokensPerSecond").asDouble()).isPositive();
              assertThat(row.get("ratioToForward").asDouble()).isPositive();
            });
    assertThat(figures.get("rows").get(0).get("ratioToForward").asDouble()).isEqualTo(1);
  }

  @Test
  void refusesToMeasureNothing() {
    Program program = bench("0");

    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("--steps must be at least 1");
  }

  @Test
  void refusesAFolderThatThereIsNot() {
    Program program = Program.run("bench-training", "--model", model.resolve("x").toString());

    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("no such file or folder");
  }

  @Test
  void refusesADeviceThatThereIsNot() {
    Program program = Program.run("bench-training", "--model", model.toString(), "--device", "gpu");

    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("'gpu'");
  }
}
