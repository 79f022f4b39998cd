package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FolderNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"..", ".", "../x", "a/b", "/a", "a\\b", "c:", "..\\..", ".hidden", "a\nb"})
  void isOneFolderBelow(String name) {
    Path below = Path.of("adapters");
    Path folder = below.resolve(FolderName.of(name)).normalize();
    assertThat(folder.getParent()).isEqualTo(below);
    assertThat(FolderName.of(name)).matches("[\\w.-]+-[0-9a-f]{8}");
  }

  @Test
  void keepsWhatIsAFolderAlreadyAndTellsTheOthersApart() {
    assertThat(FolderName.of("abt-buy v1.2")).isEqualTo("abt-buy v1.2");
    assertThat(FolderName.of("a/b")).isNotEqualTo(FolderName.of("a:b")).startsWith("a_b-");
  }
}
