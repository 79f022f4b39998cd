package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.model.FineTuningData;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ResumeAfterKillTest {
  private static final int NOWHERE = -1;
  private static final String ERRORS = "errors.txt";

  /** Six steps an epoch; a state is saved after every fourth and at the end of an epoch. */
  static final LoraOptions OPTIONS =
      LoraTrainerTest.OPTIONS.toBuilder()
          .batch(8, Integer.MAX_VALUE)
          .microBatchTokens(120)
          .saveEverySteps(4)
          .build();

  @TempDir private static Path shared;

  private static Path base;
  private static Path whole;

  @TempDir private Path folder;

  static FineTuningData data() {
    return ToyMatching.data(44, 8);
  }

  /** The run that was not killed, in this process: the others are in processes of their own. */
  @BeforeAll
  static void trainToTheEnd() {
    base = shared.resolve("base");
    whole = shared.resolve("whole");
    RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 3, base);
    assertThat(trainHere(whole)).hasSize(19).endsWith("succeeded 18");
  }

  @Test
  void aRunThatWasKilledTwiceComesToTheBytesOfOneThatWasNot() throws Exception {
    Path killed = folder.resolve("killed");
    // Held fast between two saved states, then wherever it is after a step of the second epoch.
    assertThat(killAfter(6, 6, killed)).contains("running 6");
    List<String> second = killAfter(9, 15, killed);
    assertThat(second.get(0)).isEqualTo("running 5");
    assertThat(second).contains("running 9");
    assertThat(killed.resolve("adapter_config.json")).doesNotExist();
    List<String> third = trainHere(killed);
    assertThat(third.get(0)).isIn("running 9", "running 13");
    assertThat(third).endsWith("succeeded 18");

    assertThat(killed.resolve("adapter_model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("adapter_model.safetensors"));
    assertThat(steps(killed)).isEqualTo(steps(whole));
    try (Stream<Path> files = Files.walk(killed)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".partial"));
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aRunThatWasKilledInTheMiddleOfASaveComesToTheSameBytes() throws Exception {
    Path killed = folder.resolve("killed");
    Process process = start(killed, NOWHERE, 8);
    Path unfinished;
    byte[] half;
    try (BufferedReader reader = output(process)) {
      String line = reader.readLine();
      while (line != null && !line.startsWith(KilledTraining.PIPE)) {
        line = reader.readLine();
      }
      assertThat(line).as(errors()).isNotNull();
      unfinished = Path.of(String.valueOf(line).substring(KilledTraining.PIPE.length()));
      // More does not fit into a pipe, so the process is held in the middle of its save.
      try (InputStream pipe = Files.newInputStream(unfinished)) {
        half = pipe.readNBytes(1000);
        process.destroyForcibly().waitFor();
      }
    }
    assertThat(half).hasSize(1000);
    Files.delete(unfinished);
    Files.write(unfinished, half);
    assertThat(killed.resolve("state.safetensors")).exists();

    List<String> rest = trainHere(killed);
    assertThat(rest.get(0)).isEqualTo("running 7");
    assertThat(killed.resolve("adapter_model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("adapter_model.safetensors"));
    assertThat(steps(killed)).isEqualTo(steps(whole));
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void usedUpMemoryIsExplained() throws Exception {
    Process process = start(folder.resolve("run"), NOWHERE, NOWHERE, "-XX:MaxDirectMemorySize=1m");
    try (BufferedReader reader = output(process)) {
      assertThat(reader.lines().toList()).containsExactly("failed 0");
    }
    assertThat(process.waitFor()).isNotZero();
    assertThat(errors())
        .contains("the memory was used up at step 1.")
        .contains("microBatchTokens (now 120)")
        .contains("-XX:MaxDirectMemorySize");
  }

  /** The number of each line of the log: none is missing or there twice. */
  private static List<String> steps(Path output) throws IOException {
    return Files.readAllLines(output.resolve("run.jsonl")).stream()
        .map(line -> line.replaceAll("^\\{\"step\":([0-9]+),\"([a-z]+).*", "$1 $2"))
        .toList();
  }

  private Process start(Path output, int waitIn, int pipeIn, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            KilledTraining.class.getName(),
            base.toString(),
            output.toString(),
            Integer.toString(waitIn),
            Integer.toString(pipeIn)));
    return new ProcessBuilder(command).redirectError(folder.resolve(ERRORS).toFile()).start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve(ERRORS));
  }

  /** Trains to the end and gives what a process of its own would have said. */
  private static List<String> trainHere(Path output) {
    List<String> lines = new ArrayList<>();
    KilledTraining.train(
        base, output, (state, step) -> lines.add(KilledTraining.line(state, step)));
    return lines;
  }

  /** Trains in a process of its own, kills it after a step, and gives what it said. */
  private List<String> killAfter(int step, int waitIn, Path output) throws Exception {
    Process process = start(output, waitIn, NOWHERE);
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = output(process)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        if (line.equals("running " + step)) {
          process.destroyForcibly();
          // Java closes the stream of a process that it kills.
          break;
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as(errors()).isNotZero();
    return lines;
  }
}
