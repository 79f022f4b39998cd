package io.github.em4j.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckpointNameTest {

  @ParameterizedTest
  @CsvSource({
    "models/tiny, tiny",
    "models/other/../tiny/., tiny",
    "hub/models--org--name-1/snapshots/0f3a, org/name-1",
    "hub/models--gpt2/snapshots/0f3a/, gpt2",
    "hub/models--/snapshots/0f3a, 0f3a",
    "hub/name/snapshots/0f3a, 0f3a",
    "hub/models--org--name/0f3a, 0f3a"
  })
  void aModelIsNamedAfterItsFolderOrItsPlaceInTheCache(String folder, String name) {
    assertThat(Checkpoint.name(Path.of(folder))).isEqualTo(name);
  }

  @Test
  void aRootFolderHasAName() {
    assertThat(Checkpoint.name(Path.of("").toAbsolutePath().getRoot())).isEqualTo("model");
  }
}
