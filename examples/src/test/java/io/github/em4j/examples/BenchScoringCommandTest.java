package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import io.github.em4j.onnx.checkpoint.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchScoringCommandTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void makeModelAndData() {
    RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 1, folder.resolve("model"));
    Program.run("synthesize", "--out", folder.resolve("data").toString());
  }

  private static Program bench(String... more) {
    return benchOf("model", more);
  }

  private static Program benchOf(String model, String... more) {
    String[] start = {
      "bench-scoring",
      "--model",
      folder.resolve(model).toString(),
      "--data",
      folder.resolve("data").toString(),
      "--seconds",
      "0.1"
    };
    return Program.run(
        java.util.stream.Stream.concat(List.of(start).stream(), List.of(more).stream())
            .toArray(String[]::new));
  }

  @Test
  void measuresEveryVariantInEveryPrecisionOfTheDevice() throws IOException {
    Path file = folder.resolve("figures.json");
    Program program = bench("--threads", "1", "--pairs", "16", "--json", file.toString());

    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out())
        .startsWith("16 pairs of ")
        .contains("packed-two-row      int8", "Matrix peak in fp32, measured in this run: ");
    JsonNode figures = new ObjectMapper().readTree(file.toFile());
    assertThat(figures.get("threads").asInt()).isEqualTo(1);
    assertThat(figures.get("pairs").asInt()).isEqualTo(16);
    assertThat(figures.get("openSeconds").asDouble()).isPositive();
    assertThat(figures.get("shape").get("hidden").asInt()).isEqualTo(64);
    assertThat(figures.get("rows"))
        .extracting(row -> row.get("variant").asText() + " " + row.get("precision").asText())
        .containsExactly(
            "naive fp32",
            "padded-last fp32",
            "packed fp32",
            "packed-two-row fp32",
            "shared-instruction fp32",
            "shared-left fp32",
            "naive int8",
            "padded-last int8",
            "packed int8",
            "packed-two-row int8",
            "shared-instruction int8",
            "shared-left int8");
    assertThat(figures.get("rows"))
        .allSatisfy(
            row ->
                assertThat(
                        List.of(
                            row.get("pairsPerSecond").asDouble(),
                            row.get("tokensPerSecond").asDouble(),
                            row.get("ratioToNaive").asDouble()))
                    .allMatch(figure -> figure > 0));
    assertThat(figures.get("rows").get(0).get("ratioToNaive").asDouble()).isEqualTo(1);
  }

  @Test
  void endsWhereNoPrecisionCanScoreThePairs() {
    LlamaConfig tiny = RandomCheckpoint.Shape.TINY.config();
    LlamaConfig shortContext =
        new LlamaConfig(
            tiny.architecture(),
            tiny.vocabSize(),
            tiny.hiddenSize(),
            tiny.intermediateSize(),
            tiny.layers(),
            tiny.heads(),
            tiny.keyValueHeads(),
            tiny.headSize(),
            tiny.normEpsilon(),
            tiny.ropeTheta(),
            tiny.ropeScaling(),
            16,
            tiny.tiedEmbeddings(),
            tiny.queryKeyValueBias(),
            tiny.queryKeyNorm());
    RandomCheckpoint.write(shortContext, TensorType.F32, 1, folder.resolve("short"));

    Program program = benchOf("short", "--threads", "1", "--pairs", "1");

    assertThat(program.status()).isEqualTo(1);
    assertThat(program.err()).contains("Left out fp32", "Left out int8", "16");
  }

  @Test
  void refusesNoPairsAndNoThreads() {
    Program program = bench("--pairs", "0");

    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("--threads and --pairs must be at least 1");
  }

  @Test
  void refusesADeviceThatThereIsNot() {
    Program program = bench("--device", "gpu");

    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("'cpu', 'cuda'");
  }

  @Test
  void measuresTheModelThatShipsInFiguresOfEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      Program program =
          Program.run(
              "bench-scoring",
              "--model",
              "tiny",
              "--data",
              folder.resolve("data").toString(),
              "--threads",
              "1",
              "--pairs",
              "1",
              "--seconds",
              "0.1");
      assertThat(program.status()).as(program.err()).isZero();
      assertThat(program.out()).containsPattern("naive +fp32 +\\d+\\.\\d\\d ");
    } finally {
      Locale.setDefault(before);
    }
  }
}
