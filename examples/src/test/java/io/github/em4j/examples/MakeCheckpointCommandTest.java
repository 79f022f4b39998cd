package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MakeCheckpointCommandTest {
  @TempDir private Path folder;

  @Test
  void writesAModelThatOpens() {
    Path out = folder.resolve("new/tiny");
    Program program = make("TINY", out, "--type", "f16", "--seed", "7", "--json", "-");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(Checkpoint.open(out).config()).isEqualTo(CheckpointShape.TINY.config());
    JsonNode made = program.json();
    assertThat(made.get("shape").asText()).isEqualTo("tiny");
    assertThat(made.get("type").asText()).isEqualTo("F16");
    assertThat(made.get("seed").asInt()).isEqualTo(7);
  }

  @Test
  void countsTheWeightsThatItWrites() throws IOException {
    Program program = make("tiny", folder.resolve("m"), "--json", "-");
    long weights = 4 * program.json().get("parameters").asLong();
    // The rest of the file is its header.
    assertThat(Files.size(folder.resolve("m/model.safetensors")) - weights).isBetween(8L, 10_000L);
    assertThat(program.err()).contains("random weights as F32");
  }

  @Test
  void theSameSeedGivesTheSameBytes() {
    make("tiny", folder.resolve("a"));
    make("tiny", folder.resolve("b"));
    make("tiny", folder.resolve("c"), "--seed", "1");
    assertThat(folder.resolve("a/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("b/model.safetensors"));
    assertThat(Checkpoint.open(folder.resolve("a")).fingerprint())
        .isNotEqualTo(Checkpoint.open(folder.resolve("c")).fingerprint());
  }

  @Test
  void leavesAFolderAloneThatIsInUse() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    Program program = make("tiny", folder);
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("an empty or a new folder");
    assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("mine.txt"));
  }

  @Test
  void namesTheShapesThatThereAre() {
    Program program = make("2b", folder.resolve("m"));
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains("[tiny, 135m, 1b, 8b]").contains("'2b'");
  }

  private static Program make(String shape, Path out, String... more) {
    var arguments =
        new java.util.ArrayList<>(
            java.util.List.of("make-checkpoint", "--shape", shape, "--out", out.toString()));
    arguments.addAll(java.util.List.of(more));
    return Program.run(arguments.toArray(String[]::new));
  }
}
