package io.github.em4j.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {
  @TempDir private Path folder;

  @Test
  void replacesAFile() throws IOException {
    Path file = folder.resolve("report.json");
    Files.writeString(file, "old");
    WholeFile.writeString(file, "new");
    assertThat(file).hasContent("new");
    assertThat(filesInFolder()).containsExactly(file);
  }

  @Test
  void leavesTheOldFileWhenWritingFails() throws IOException {
    Path file = folder.resolve("report.json");
    Files.writeString(file, "old");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(file).hasContent("old");
    assertThat(filesInFolder()).containsExactly(file);
  }

  @Test
  void twoCallsForOneFileDoNotDisturbEachOther() throws IOException {
    Path file = folder.resolve("report.json");
    WholeFile.write(
        file,
        out -> {
          WholeFile.writeString(file, "the one that ends first");
          assertThat(file).hasContent("the one that ends first");
          out.write("the one that ends last".getBytes(UTF_8));
        });
    assertThat(file).hasContent("the one that ends last");
    assertThat(filesInFolder()).containsExactly(file);
  }

  private List<Path> filesInFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
