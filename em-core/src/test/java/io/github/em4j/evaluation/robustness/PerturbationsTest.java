package io.github.em4j.evaluation.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.DatasetSplit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerturbationsTest {
  private static final LabeledPair PAIR =
      new LabeledPair(
          new CandidatePair(
              EntityDescription.of("a").with("brand", "Nordlicht").with("title", "desk lamp NL-40"),
              EntityDescription.of("b").with("name", "Nordlicht NL-40").with("price", "20")),
          MatchLabel.MATCH);

  @Test
  void everyStandardPerturbationIsTheOneThatItsNameStandsFor() {
    for (Perturbation perturbation : Perturbations.standard(7)) {
      assertThat(Perturbations.named(perturbation.name(), 7)).isEqualTo(perturbation);
    }
    for (Perturbation perturbation : Perturbations.standard(7, "title", "name")) {
      assertThat(Perturbations.named(perturbation.name(), 7, "name", "title"))
          .isEqualTo(perturbation);
    }
    assertThat(Perturbations.standard(7)).extracting(Perturbation::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "typos, typos:0.1",
    "typos:0.25, typos:0.25",
    "dropped-attributes, dropped-attributes:0.3",
    "without-attribute:price, without-attribute:price",
    "injection:brand, injection:brand",
    "remark:brand, remark:brand"
  })
  void aNameMayHaveAParameter(String given, String name) {
    assertThat(Perturbations.named(given, 1).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "typo",
        "typos:",
        "typos:much",
        "typos:0",
        "typos:1.5",
        "typos:NaN",
        "swapped-sides:1",
        "without-attribute",
        "without-attribute: ",
        "injection:",
        "Typos"
      })
  void refusesOtherNames(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Perturbations.named(name, 1));
  }

  @Test
  void saysWhichNamesThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Perturbations.named("typo", 1))
        .withMessageContaining("'typo'")
        .withMessageContaining("typos:RATE");
  }

  @Test
  void aPerturbedTestSplitIsStillSeenToBeOne() {
    DatasetSplit split = new DatasetSplit("test", List.of(PAIR));

    assertThat(Perturbations.typos(0.1, 1).perturb(split).name()).isEqualTo("test (typos:0.1)");
  }

  @Test
  void seedsDrawDifferently() {
    var drawn = new HashSet<LabeledPair>();
    for (long seed = 0; seed < 20; seed++) {
      drawn.add(Perturbations.typos(0.5, seed).perturb(PAIR));
    }
    assertThat(drawn).hasSizeGreaterThan(10);
  }

  @Test
  void anInjectionStandsInTheTitleOrTheName() {
    for (long seed = 0; seed < 20; seed++) {
      CandidatePair after = Perturbations.injection(seed).perturb(PAIR).pair();
      assertThat(
              after.left().attribute("title").orElseThrow().startsWith("desk lamp NL-40 ")
                  || after.right().attribute("name").orElseThrow().startsWith("Nordlicht NL-40 "))
          .isTrue();
    }
  }

  @Test
  void aTypingErrorHitsNeighbouringKeys() {
    assertThat(Keyboard.neighbours('q')).isEqualTo("wa");
    assertThat(Keyboard.neighbours('G')).isEqualTo("FHTYVB");
    assertThat(Keyboard.neighbours('m')).isEqualTo("njk");
    assertThat(Keyboard.neighbours('ß')).isEmpty();
  }

  @Test
  void typingErrorsAreAsFrequentAsAskedFor() {
    String value = "lantern ".repeat(20).strip();
    int mistyped = 0;
    var lengths = new ArrayList<Integer>();
    for (int i = 0; i < 100; i++) {
      var pair =
          new LabeledPair(
              new CandidatePair(
                  EntityDescription.of("a" + i).with("title", value), EntityDescription.of("b")),
              MatchLabel.MATCH);
      String after =
          Perturbations.typos(0.1, 3).perturb(pair).pair().left().attribute("title").orElseThrow();
      for (String word : after.split(" ", -1)) {
        mistyped += word.equals("lantern") ? 0 : 1;
        lengths.add(word.length());
      }
    }
    // 2,000 words at 10 %: five standard deviations are 67.
    assertThat(mistyped).isBetween(133, 267);
    assertThat(lengths).contains(6, 7, 8);
  }
}
