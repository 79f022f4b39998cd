package io.github.em4j.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineModelFileTest {

  /** Eight bytes of magic, the version's four. */
  private static final int VERSION_END = 12;

  @TempDir static Path folder;

  private static byte[] saved = {};

  @BeforeAll
  static void save() throws IOException {
    var options = BaselineOptions.builder().trees(3).build();
    Path file = folder.resolve("sound");
    try (BaselineMatcher matcher =
        new BaselineTrainer(options).train("invented", InventedPairs.pairs(60, 1))) {
      matcher.save(file);
    }
    saved = Files.readAllBytes(file);
  }

  private static void assertRefused(byte[] bytes, String reason) throws IOException {
    Path file = Files.write(folder.resolve("broken"), bytes);
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> BaselineMatcher.load(file))
        .withMessageContaining("broken")
        .withMessageContaining(reason);
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> BaselineMatcher.load(folder.resolve("nowhere")))
        .withMessageContaining("nowhere: there is no such file");
  }

  @Test
  void refusesAFileOfAnotherKind() throws IOException {
    assertRefused(new byte[0], "is not a saved baseline");
    assertRefused(
        "{\"model\": \"other\"}".getBytes(StandardCharsets.UTF_8), "is not a saved baseline");
  }

  @Test
  void refusesANewerFormat() throws IOException {
    byte[] newer = saved.clone();
    newer[VERSION_END - 1] = 99;
    assertRefused(newer, "format version 99; this em4j reads versions 1 to 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.9, 0.999})
  void refusesAFileThatIsCutOff(double share) throws IOException {
    int length = VERSION_END + (int) (share * (saved.length - VERSION_END));
    assertRefused(Arrays.copyOf(saved, length), "it ends");
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 20, 200, 1000})
  void refusesAFileWithAFlippedBit(int place) throws IOException {
    byte[] flipped = saved.clone();
    flipped[place] ^= 4;
    assertRefused(flipped, "its checksum does not fit its content");
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() throws IOException {
    Path file = folder.resolve("no-such-folder").resolve("matcher");
    try (BaselineMatcher matcher = BaselineMatcher.load(Files.write(folder.resolve("ok"), saved))) {
      assertThatExceptionOfType(EntityMatchingException.class)
          .isThrownBy(() -> matcher.save(file))
          .withMessageContaining("no-such-folder");
    }
  }

  /** Written by the first release of the format; must stay readable. */
  @Test
  void readsFormatVersion1() throws URISyntaxException {
    var resource = BaselineModelFileTest.class.getResource("baseline-format-1.bin");
    assertThat(resource).isNotNull();
    try (BaselineMatcher matcher = BaselineMatcher.load(Path.of(resource.toURI()))) {
      assertThat(matcher.modelCard().trainedOn()).isEqualTo("invented");
      assertThat(matcher.modelCard().trees()).isEqualTo(4);
      assertThat(matcher.modelCard().fallbackThreshold()).isBetween(0.0, 1.0);
      List<CandidatePair> pairs =
          InventedPairs.pairs(4, 99).stream().map(LabeledPair::pair).toList();
      double[] expected = GOLDEN_PROBABILITIES;
      for (int i = 0; i < expected.length; i++) {
        assertThat(matcher.match(pairs.get(i)).matchProbability().orElseThrow())
            .as("pair " + i)
            .isCloseTo(expected[i], within(1e-9));
      }
    }
  }

  private static final double[] GOLDEN_PROBABILITIES = {
    0.8333808066580449, 0.10001296963259988, 0.10001296963259988, 0.8333808066580449
  };
}
