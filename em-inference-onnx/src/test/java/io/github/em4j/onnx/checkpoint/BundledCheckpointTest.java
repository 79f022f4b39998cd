package io.github.em4j.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.onnx.OnnxLlama;
import io.github.em4j.prompts.PromptTemplates;
import io.github.em4j.prompts.PromptedMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundledCheckpointTest {
  @TempDir private Path cache;

  @BeforeEach
  void useAnEmptyCache() {
    System.setProperty(BundledCheckpoint.CACHE, cache.toString());
  }

  @AfterEach
  void useTheUsualCache() {
    System.clearProperty(BundledCheckpoint.CACHE);
  }

  @Test
  void isUnpackedOnceAndMendedWhereItWasCut() throws IOException {
    Path folder = BundledCheckpoint.tiny();
    assertThat(folder).hasParent(cache);
    assertThat(folder.resolve("README.md")).isNotEmptyFile();
    Path weights = folder.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(weights);
    assertThat(whole.length).isLessThan(12_000_000);

    Files.write(weights, new byte[] {1, 2, 3});
    assertThat(BundledCheckpoint.tiny()).isEqualTo(folder);
    assertThat(weights).hasBinaryContent(whole);
  }

  @Test
  void saysHowToNameAFolderWhereNoneTakesTheFiles() throws IOException {
    Path file = Files.writeString(cache.resolve("file"), "not a folder");
    System.setProperty(BundledCheckpoint.CACHE, file.toString());
    assertThatThrownBy(BundledCheckpoint::tiny)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(BundledCheckpoint.CACHE);
  }

  @Test
  void tellsEqualOffersFromOthers() {
    try (OnnxLlama model = OnnxLlama.tiny().threads(1).build();
        PromptedMatcher matcher =
            PromptedMatcher.builder(model).template(PromptTemplates.compact()).build()) {
      double same =
          probability(matcher, "Sony Walkman NW-A55 16 GB red", "sony nw-a55 walkman 16 GB");
      double other =
          probability(matcher, "Sony Walkman NW-A55 16 GB red", "LG washing machine F4WV");
      assertThat(same).isGreaterThan(0.5);
      assertThat(other).isLessThan(0.2);
    }
  }

  private static double probability(PromptedMatcher matcher, String left, String right) {
    var pair =
        new CandidatePair(
            EntityDescription.of("1").with("title", left),
            EntityDescription.of("2").with("title", right));
    return matcher.match(pair).matchProbability().orElseThrow();
  }
}
