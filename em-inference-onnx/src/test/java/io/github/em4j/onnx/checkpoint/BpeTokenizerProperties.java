package io.github.em4j.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

@SuppressWarnings("NullAway.Init") // Learned before the first property.
class BpeTokenizerProperties {
  private static final List<String> TEXTS =
      List.of(
          "sony bravia 40\" lcd hdtv kdl-40v5100, 1080p",
          "Kopfhörer für Straße und Büro, 2.4 GHz, 100 % wireless",
          "a: sony b: samsung => yes no",
          "the vldb journal, vol. 12, pp. 100-120, 2003",
          "café crème 10x20 cm — Ελλάδα, Москва, 東京");

  private static BpeTokenizer plain;
  private static BpeTokenizer lower;
  private static ChatTokenizer plainInFiles;
  private static ChatTokenizer lowerInFiles;
  private static Path folder;

  @BeforeContainer
  static void learn() throws IOException {
    folder = Files.createTempDirectory("bpe");
    BpeTrainer gpt2 = BpeTrainer.ofSize(400).split(WordSplit.GPT2);
    BpeTrainer matching = BpeTrainer.ofSize(420).lowerCase().singleTokens(" yes", " no", "yes");
    for (String text : TEXTS) {
      gpt2.add(text, 3);
      matching.add(text, 2);
    }
    plain = gpt2.train();
    lower = matching.train();
    plain.write(folder.resolve("plain"), Optional.empty());
    lower.write(folder.resolve("lower"), Optional.empty());
    plainInFiles = ChatTokenizer.open(folder.resolve("plain"));
    lowerInFiles = ChatTokenizer.open(folder.resolve("lower"));
  }

  @AfterContainer
  static void close() throws IOException {
    plainInFiles.close();
    lowerInFiles.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 500)
  void encodesAsTheTokenizersLibraryDoes(@ForAll("texts") String text) {
    assertThat(plain.encode(text)).isEqualTo(plainInFiles.encode(text));
    assertThat(lower.encode(text)).isEqualTo(lowerInFiles.encode(text));
  }

  @Property(tries = 300)
  void givesBackTheText(@ForAll("texts") String text) {
    assertThat(plain.decode(plain.encode(text))).isEqualTo(text);
    assertThat(lower.decode(lower.encode(text))).isEqualTo(lower.normalized(text));
  }

  @Property(tries = 300)
  void endsTokensInTheirOrderAndTheLastOneWithTheText(@ForAll("texts") String text) {
    BpeTokenizer.Encoding encoding = lower.encodeWithEnds(text);
    assertThat(encoding.ids()).isEqualTo(lower.encode(text));
    assertThat(encoding.ends()).isSorted();
    if (!text.isEmpty()) {
      assertThat(encoding.ends()).endsWith(lower.normalized(text).length());
    }
    String decoded = "";
    for (int i = 0; i < encoding.ids().length; i++) {
      decoded = lower.decode(Arrays.copyOf(encoding.ids(), i + 1));
      if (!decoded.contains("\uFFFD")) {
        assertThat(lower.normalized(text).substring(0, encoding.ends()[i])).isEqualTo(decoded);
      }
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> words =
        Arbitraries.of(
            "sony",
            "Bravia",
            "KDL-40V5100",
            "100",
            "2.4",
            "\"",
            "--",
            "Straße",
            "İZMİR",
            "ΟΔΟΣ",
            "東京",
            "١٢",
            "½",
            "yes",
            "No",
            "'s",
            "don't",
            "\n",
            "\t",
            "\u00A0",
            "\u3000",
            "  ",
            "😀",
            "e\u0301",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    Arbitrary<String> joined =
        words.list().ofMaxSize(12).map(list -> String.join(list.size() % 2 == 0 ? " " : "", list));
    Arbitrary<String> any =
        Arbitraries.strings()
            .withCharRange(' ', '\u024F')
            .withChars("\n\t\u2003İſΣς–™®\u2028")
            .ofMaxLength(40);
    return Arbitraries.oneOf(joined, any);
  }
}
