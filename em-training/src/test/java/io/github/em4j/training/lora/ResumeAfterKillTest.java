package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.model.FineTuningData;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResumeAfterKillTest {
  private static final int NOWHERE = -1;

  /** Six steps an epoch; a state is saved after every fourth and at the end of an epoch. */
  static final LoraOptions OPTIONS =
      LoraTrainerTest.OPTIONS.toBuilder()
          .batch(8, Integer.MAX_VALUE)
          .microBatchTokens(120)
          .saveEverySteps(4)
          .build();

  @TempDir private Path folder;

  static FineTuningData data() {
    return ToyMatching.data(44, 8);
  }

  @Test
  void aRunThatWasKilledTwiceComesToTheBytesOfOneThatWasNot() throws Exception {
    Path base = folder.resolve("base");
    RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 3, base);
    Path whole = folder.resolve("whole");
    assertThat(train(base, whole, NOWHERE, NOWHERE)).hasSize(19).endsWith("succeeded 18");

    Path killed = folder.resolve("killed");
    // Held fast between two saved states, then wherever it is after a step of the second epoch.
    assertThat(train(base, killed, 6, 6)).contains("running 6");
    List<String> second = train(base, killed, 15, 9);
    assertThat(second.get(0)).isEqualTo("running 5");
    assertThat(second).contains("running 9");
    assertThat(killed.resolve("adapter_config.json")).doesNotExist();
    List<String> third = train(base, killed, NOWHERE, NOWHERE);
    assertThat(third.get(0)).isIn("running 9", "running 13");
    assertThat(third).endsWith("succeeded 18");

    assertThat(killed.resolve("adapter_model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("adapter_model.safetensors"));
    assertThat(steps(killed)).isEqualTo(steps(whole));
    try (Stream<Path> files = Files.walk(killed)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".partial"));
    }
  }

  /** The number of each line of the log: none is missing or there twice. */
  private static List<String> steps(Path output) throws IOException {
    return Files.readAllLines(output.resolve("run.jsonl")).stream()
        .map(line -> line.replaceAll("^\\{\"step\":([0-9]+),\"([a-z]+).*", "$1 $2"))
        .toList();
  }

  /** Trains in a process of its own, kills it after a step, and gives what it said. */
  private List<String> train(Path base, Path output, int waitIn, int killAfter) throws Exception {
    Path errors = folder.resolve("errors.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledTraining.class.getName(),
                base.toString(),
                output.toString(),
                Integer.toString(waitIn))
            .redirectError(errors.toFile())
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        if (line.equals("running " + killAfter)) {
          process.destroyForcibly();
          // Java closes the stream of a process that it kills.
          break;
        }
      }
    } finally {
      process.destroyForcibly();
    }
    int status = process.waitFor();
    assertThat(status != 0).as(Files.readString(errors)).isEqualTo(killAfter != NOWHERE);
    return lines;
  }
}
