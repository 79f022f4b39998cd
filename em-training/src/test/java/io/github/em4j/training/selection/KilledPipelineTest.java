package io.github.em4j.training.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline in a process of its own that is killed three times, and then ends. */
final class KilledPipelineTest {
  @TempDir private Path temp;

  @Test
  void aRunThatWasKilledComesToTheBytesOfOneThatWasNot() throws Exception {
    KilledPipeline.pipeline().run(temp.resolve("whole"));

    Path killed = temp.resolve("killed");
    kill(killed, "step 1 of 3, first: 12 of 40 pairs");
    assertThat(Files.readAllLines(killed.resolve("1-first.jsonl"))).hasSize(12);
    // What a process leaves that dies while it writes.
    append(killed.resolve("1-first.jsonl"), "{\"key\":\"train:13\",\"action\":\"KEP");
    Files.writeString(killed.resolve("training-set.jsonl.1-1.partial"), "{");

    List<String> said = kill(killed, "step 2 of 3, second: 8 of 48 pairs");
    assertThat(said.get(0)).isEqualTo("step 1 of 3, first: 12 of 40 pairs");
    said = kill(killed, "step 3 of 3, third: 20 of 42 pairs");
    assertThat(said)
        .contains(
            "step 1 of 3, first: 40 of 40 pairs",
            "step 2 of 3, second: 8 of 48 pairs",
            "step 2 of 3, second: 48 of 48 pairs");

    KilledPipeline.pipeline().run(killed);
    assertThat(Folders.content(killed)).isEqualTo(Folders.content(temp.resolve("whole")));
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  /** Runs the pipeline in a process of its own, kills it at a point, and gives what it said. */
  private List<String> kill(Path folder, String last) throws Exception {
    Path errors = temp.resolve("errors.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledPipeline.class.getName(),
                folder.toString(),
                last)
            .redirectError(errors.toFile())
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      while (line != null && !line.equals(last)) {
        lines.add(line);
        line = reader.readLine();
      }
      lines.add(String.valueOf(line));
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).isNotZero();
    assertThat(lines).as(Files.readString(errors)).endsWith(last);
    return lines;
  }
}
