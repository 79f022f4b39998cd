package io.github.em4j.training.pretraining;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.training.pretraining.Corruption.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CorruptionProperties {
  private static final List<String> WORDS =
      List.of(
          "Sony",
          "DSC-W120",
          "silver",
          "(16GB)",
          "7.2",
          "megapixel",
          "40\"",
          "3.5-inch",
          "KDL40/V5",
          "pro",
          "16",
          "gb",
          "case",
          "for",
          "-",
          "|",
          "laptop",
          "Black,",
          "802.11n",
          "2-pack",
          "café",
          "X",
          "1022n",
          "USB",
          "2007",
          "cs3",
          "upgrade",
          "WD10JFCX",
          "mx",
          "500",
          "東京",
          "ii");

  @Property(tries = 1500)
  void leaveTheWordsThatCarryIdentityAsTheirKindSays(
      @ForAll("titles") String title,
      @ForAll("corruptions") Corruption corruption,
      @ForAll long seed) {
    Words words = Words.of(title);
    List<String> before = Variants.identity(words);
    corruption.apply(words, new SplittableRandom(seed), 1);
    List<String> after = Variants.identity(words);
    String changed = corruption.name() + " made '" + words + "' of '" + title + "'";
    switch (corruption.effect()) {
      case KEEPS -> assertThat(after).as(changed).isEqualTo(before);
      case LOSES -> assertThat(without(after, before)).as(changed).isEmpty();
      case GAINS -> assertThat(without(before, after)).as(changed).isEmpty();
      case RESPELLS -> assertThat(digits(words.toString())).as(changed).isEqualTo(digits(title));
    }
  }

  @Property(tries = 500)
  void leaveAtLeastOneWord(
      @ForAll("titles") String title,
      @ForAll("corruptions") Corruption corruption,
      @ForAll long seed) {
    Words words = Words.of(title);
    corruption.apply(words, new SplittableRandom(seed), 1);
    assertThat(words.toString().isBlank()).isFalse();
  }

  @Property(tries = 500)
  void keepWhatIsFixed(@ForAll("titles") String title, @ForAll long seed) {
    var random = new SplittableRandom(seed);
    Words words = Words.of(title);
    int fixed = random.nextInt(words.size());
    String word = words.get(fixed);
    words.fix(fixed);
    String corrupted = ProductPairs.corrupted(words, 1, random).toString();
    assertThat(runsOfDigits(corrupted)).containsAll(runsOfDigits(word));
    if (Variants.isVariant(word)) {
      assertThat(Variants.identity(Words.of(corrupted))).contains(WordShape.canonical(word));
    }
  }

  @Property(tries = 1500)
  void editsAlwaysChangeWhatCarriesIdentity(
      @ForAll("titles") String title, @ForAll ProductEdit edit, @ForAll long seed) {
    Words words = Words.of(title);
    Words other = words.copy();
    var vocabulary = new Vocabulary(List.of(title, "Sony DSC-W130 digital camera KDL40/V6"));
    boolean applied = edit.apply(words, other, vocabulary, new SplittableRandom(seed));
    assertThat(words.toString()).isEqualTo(Words.of(title).toString());
    String changed = edit + " made '" + other + "' of '" + title + "'";
    if (applied && edit != ProductEdit.REPLACED_WORDS) {
      assertThat(Variants.identity(other)).as(changed).isNotEqualTo(Variants.identity(words));
    } else if (applied) {
      assertThat(NeighbourIndex.words(other.toString()))
          .as(changed)
          .isNotEqualTo(NeighbourIndex.words(title));
    } else {
      assertThat(edit).as(changed).isNotEqualTo(ProductEdit.BUNDLE);
    }
  }

  @Property(tries = 1000)
  void otherWordsNeitherTouchIdentityNorBringAny(
      @ForAll("titles") String title,
      @ForAll("titles") String same,
      @ForAll("titles") String foreign,
      @ForAll boolean match,
      @ForAll long seed) {
    Words words = Words.of(title);
    words.fix(new SplittableRandom(seed).nextInt(words.size()));
    List<String> before = modelsAndVariants(words);
    OtherWords.apply(words, Words.of(same), match, Words.of(foreign), new SplittableRandom(seed));
    assertThat(modelsAndVariants(words)).isEqualTo(before);
    assertThat(runsOfDigits(title)).containsAll(runsOfDigits(words.toString()));
    int fixed = 0;
    for (int i = 0; i < words.size(); i++) {
      fixed += words.isFixed(i) ? 1 : 0;
    }
    assertThat(fixed).isEqualTo(1);
  }

  @Property(tries = 500)
  void aMatchWithoutACommonModelNumberLosesNoWord(
      @ForAll("titles") String title, @ForAll("titles") String foreign, @ForAll long seed) {
    Words words = Words.of(title);
    OtherWords.apply(
        words, Words.of("garden hose"), true, Words.of(foreign), new SplittableRandom(seed));
    assertThat(List.of(words.toString().split(" ", -1))).containsAll(List.of(title.split(" ", -1)));
  }

  private static List<String> modelsAndVariants(Words words) {
    var kept = new ArrayList<String>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (WordShape.isModelNumber(word) || Variants.isVariant(word)) {
        kept.add(word);
      }
    }
    kept.sort(null);
    return kept;
  }

  @Provide
  Arbitrary<String> titles() {
    return Arbitraries.of(WORDS)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(words -> String.join(" ", words));
  }

  @Provide
  Arbitrary<Corruption> corruptions() {
    return Arbitraries.of(
        ProductPairs.CORRUPTIONS.stream().map(Chance::corruption).collect(Collectors.toList()));
  }

  private static List<String> without(List<String> all, List<String> taken) {
    var left = new ArrayList<>(all);
    taken.forEach(left::remove);
    return left;
  }

  private static String digits(String text) {
    return text.replaceAll("[^0-9]", "");
  }

  private static List<String> runsOfDigits(String text) {
    var runs = new ArrayList<>(List.of(text.split("[^0-9]+")));
    runs.remove("");
    return runs;
  }
}
