package io.github.em4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @Test
  void letsOneInUntilItLeaves(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run.lock");

    try (FolderLock first = FolderLock.take(file).orElseThrow()) {
      assertThat(first).isNotNull();
      assertThat(FolderLock.take(file)).isEmpty();
      assertThat(FolderLock.take(folder.resolve("other.lock"))).isPresent();
    }

    try (FolderLock next = FolderLock.take(file).orElseThrow()) {
      next.close();
    }
  }
}
