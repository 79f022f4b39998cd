package io.github.em4j.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTrainerTest {
  private static final List<String> TEXTS =
      List.of(
          "HP LaserJet 1020 printer, black",
          "hp laserjet 1022n printer (usb 2.0)",
          "Canon PowerShot SD1100 IS 8.0 megapixel camera - blue",
          "canon powershot sd1000 7.1mp camera silver");

  private static BpeTrainer trainer(int size) {
    BpeTrainer trainer = BpeTrainer.ofSize(size).lowerCase();
    TEXTS.forEach(trainer::add);
    return trainer;
  }

  @Test
  void mergesTheMostFrequentPairFirst() {
    var tokenizer =
        BpeTrainer.ofSize(256 + 2 + 3).add("low low low lower lowest", 1).add("zz", 2).train();
    // " l" + "o" occurs 4 times, "l" + "o" once more at the start: "ow" 5, "lo" 5 comes first.
    assertThat(tokenizer.tokenizerJson()).containsSubsequence("\"l\", \"o\"", "\"lo\", \"w\"");
  }

  @Test
  void doesNotDependOnTheOrderOfTheTexts() {
    BpeTrainer backwards = BpeTrainer.ofSize(400).lowerCase();
    for (int i = TEXTS.size() - 1; i >= 0; i--) {
      backwards.add(TEXTS.get(i));
    }
    assertThat(backwards.train().tokenizerJson()).isEqualTo(trainer(400).train().tokenizerJson());
  }

  @Test
  void makesTheSameMergesAsCountingEverythingAgainAfterEachMerge() {
    var random = new SplittableRandom(7);
    BpeTrainer trainer = BpeTrainer.ofSize(600);
    var words = new ArrayList<String>();
    for (int i = 0; i < 300; i++) {
      var word = new StringBuilder();
      for (int k = random.nextInt(1, 9); k > 0; k--) {
        word.append((char) ('a' + random.nextInt(4)));
      }
      words.add(word.toString());
      trainer.add(word.toString());
    }
    BpeTokenizer tokenizer = trainer.train();
    assertThat(tokenizer.mergeSpellings()).isEqualTo(SlowBpe.merges(words, tokenizer.size() - 258));
  }

  @Test
  void stopsWhenNoPairOccursTwice() {
    assertThat(BpeTrainer.ofSize(1000).add("abc").train().size()).isEqualTo(258);
  }

  @Test
  void keepsWantedTextsInOneToken() {
    BpeTokenizer tokenizer = trainer(300).singleTokens(" yes", " no", "yes", "no").train();
    for (String answer : List.of(" yes", " Yes", " no", "yes", "No")) {
      assertThat(tokenizer.encode(answer)).as(answer).hasSize(1);
    }
    assertThat(tokenizer.encode("=> yes")).endsWith(tokenizer.encode(" yes"));
  }

  @Test
  void refusesASingleTokenOfTwoWords() {
    BpeTrainer trainer = trainer(300).singleTokens(" not at all");
    assertThatIllegalArgumentException()
        .isThrownBy(trainer::train)
        .withMessageContaining("more than one word");
  }

  @Test
  void refusesAVocabularyWithoutRoomForTheBytes() {
    assertThatIllegalArgumentException().isThrownBy(() -> BpeTrainer.ofSize(255));
    BpeTrainer full = BpeTrainer.ofSize(257);
    assertThatIllegalArgumentException().isThrownBy(full::train).withMessageContaining("no room");
  }

  @Test
  void refusesASplitAfterTheFirstText() {
    BpeTrainer trainer = trainer(300);
    assertThatIllegalStateException().isThrownBy(() -> trainer.split(WordSplit.GPT2));
  }

  @Test
  void saysWhereTokensEnd() {
    BpeTokenizer tokenizer = trainer(300).train();
    String text = "Hüte 😀 1020x";
    BpeTokenizer.Encoding encoding = tokenizer.encodeWithEnds(text);
    assertThat(encoding.ids()).isEqualTo(tokenizer.encode(text));
    assertThat(encoding.ends()).isSorted().endsWith(text.length());
    assertThat(encoding.ends()).contains(4, 7, 12);
  }

  @Test
  void writesFilesThatTheChatTokenizerReads(@TempDir Path folder) {
    BpeTokenizer tokenizer = trainer(320).singleTokens(" yes", " no").train();
    tokenizer.write(folder, Optional.empty());
    try (ChatTokenizer read = ChatTokenizer.open(folder)) {
      assertThat(read.size()).isEqualTo(tokenizer.size());
      assertThat(read.beginToken()).hasValue(tokenizer.beginToken());
      assertThat(read.endToken()).hasValue(tokenizer.specialToken("<|eos|>"));
      assertThat(read.hasChatTemplate()).isFalse();
      for (String text : TEXTS) {
        assertThat(read.encode(text)).isEqualTo(tokenizer.encode(text));
        assertThat(read.decode(tokenizer.encode(text))).isEqualTo(tokenizer.normalized(text));
      }
    }
  }
}
