package io.github.em4j.training.selection.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.ModelId;
import io.github.em4j.model.TextEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CachedEmbedderTest {
  @TempDir private Path folder;

  private final WordCountEmbedder model = new WordCountEmbedder();

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void asksOnceForEachTextAlsoInTheNextRun() {
    try (CachedEmbedder embedder = CachedEmbedder.of(model, folder)) {
      embedder.embed(List.of("a b", "c", "a b"));
      embedder.embed(List.of("c", "d"));
    }
    try (CachedEmbedder embedder = CachedEmbedder.of(model, folder)) {
      assertThat(embedder.embed(List.of("d", "e", "a b")))
          .containsExactly(
              WordCountEmbedder.embed("d"),
              WordCountEmbedder.embed("e"),
              WordCountEmbedder.embed("a b"));
    }

    assertThat(model.calls).containsExactly(List.of("a b", "c"), List.of("d"), List.of("e"));
  }

  @Test
  void closesTheEmbedderThatItWasGiven() {
    CachedEmbedder embedder = CachedEmbedder.of(model, folder);
    embedder.embed(List.of("a"));
    embedder.close();
    embedder.close();

    assertThat(model.closed).isTrue();
    assertThatThrownBy(() -> embedder.embed(List.of("a")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void vectorsOfAnotherLengthHaveAFileOfTheirOwn() {
    TextEmbedder longer =
        new TextEmbedder() {
          @Override
          public ModelId id() {
            return model.id();
          }

          @Override
          public String embeddingId() {
            return id() + ", 2 dimensions";
          }

          @Override
          public List<float[]> embed(List<String> texts) {
            return texts.stream().map(text -> new float[] {1, 2}).toList();
          }

          @Override
          public void close() {}
        };
    try (CachedEmbedder embedder = CachedEmbedder.of(model, folder)) {
      embedder.embed(List.of("a"));
    }
    try (CachedEmbedder embedder = CachedEmbedder.of(longer, folder)) {
      assertThat(embedder.embed(List.of("a"))).containsExactly(new float[] {1, 2});
      assertThat(embedder.embeddingId()).isEqualTo("test:word-count, 2 dimensions");
    }
  }

  @Test
  void writesNoText() throws IOException {
    try (CachedEmbedder embedder = CachedEmbedder.of(model, folder)) {
      embedder.embed(List.of("confidential"));
    }

    assertThat(Files.readString(file(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("em4jvec1")
        .doesNotContain("confidential");
  }

  @Test
  void dropsWhatAKilledProcessLeftUnfinished() throws IOException {
    try (CachedEmbedder embedder = CachedEmbedder.of(model, folder)) {
      embedder.embed(List.of("a", "b"));
    }
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(whole, whole.length - 3));

    try (CachedEmbedder embedder = CachedEmbedder.of(model, folder)) {
      assertThat(embedder.embed(List.of("a", "b", "c")))
          .containsExactly(
              WordCountEmbedder.embed("a"),
              WordCountEmbedder.embed("b"),
              WordCountEmbedder.embed("c"));
    }

    assertThat(model.calls).containsExactly(List.of("a", "b"), List.of("b", "c"));
  }

  @Test
  void anInterruptClosesTheVectorsForNobody() {
    try (CachedEmbedder embedder = CachedEmbedder.of(model, folder)) {
      embedder.embed(List.of("a"));
      Thread.currentThread().interrupt();
      embedder.embed(List.of("a", "b"));
      assertThat(Thread.interrupted()).as("is not swallowed").isTrue();

      assertThat(embedder.embed(List.of("a", "b")))
          .containsExactly(WordCountEmbedder.embed("a"), WordCountEmbedder.embed("b"));
      assertThatThrownBy(() -> CachedEmbedder.of(model, folder)).hasMessageContaining("in use");
    } finally {
      boolean ignored = Thread.interrupted();
    }
  }

  @Test
  void refusesAFileOfAnotherKindAndOneInUse() throws IOException {
    try (CachedEmbedder embedder = CachedEmbedder.of(model, folder)) {
      embedder.embed(List.of("a"));
      assertThatThrownBy(() -> CachedEmbedder.of(model, folder))
          .isInstanceOf(EntityMatchingException.class)
          .hasMessageContaining("in use");
    }

    Files.writeString(file(), "something else altogether, and long enough");
    assertThatThrownBy(() -> CachedEmbedder.of(model, folder))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("is not a file of vectors of model test:word-count");
  }

  @Test
  void saysWhereAFileIsBroken() throws IOException {
    try (CachedEmbedder embedder = CachedEmbedder.of(model, folder)) {
      embedder.embed(List.of("a"));
    }
    long end = Files.size(file());
    Files.write(file(), new byte[40], StandardOpenOption.APPEND);

    assertThatThrownBy(() -> CachedEmbedder.of(model, folder))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("is broken at byte " + end)
        .hasMessageContaining("found 0");
  }
}
