package io.github.em4j.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaFitterTest {

  private static final int HUGE = 100_000;

  private static EntityDescription priced(String id, String price) {
    return EntityDescription.of(id).with("title", "lamp").with("price", price);
  }

  /** Would run for hours where the time were cubic in the length. */
  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", ", ", "1 ", "$ ", "000 ", "1.", "$"})
  void fitsHugeValuesThatAreAlmostNumbers(String filler) {
    String price = "5 " + filler.repeat(HUGE / filler.length()) + "x";
    var pair = new CandidatePair(priced("l", price), priced("r", price + price));
    double[] features = SimilarityFeatures.fit(List.of(pair)).of(pair);
    assertThat(features).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY);
  }

  /** Backtracks within the part of a value that counts as well. */
  @Test
  void fitsManyValuesThatAreAlmostNumbers() {
    var pairs = new ArrayList<CandidatePair>();
    for (int i = 0; i < 200; i++) {
      String price = i + " ".repeat(TextProfile.MAX_CHARS - 10) + "x";
      pairs.add(new CandidatePair(priced("l" + i, price), priced("r" + i, price)));
    }
    assertThat(SimilarityFeatures.fit(pairs).names()).contains("price.tokenJaccard");
  }

  @Test
  void aNumberOfManyGroupsIsFinite() {
    assertThat(AttributeFeatures.number("1" + ",000".repeat(HUGE)).orElseThrow())
        .isBetween(1e12, 1e30);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        " $5.00 ",
        "1,250.00 €",
        "USD5",
        "- 5",
        "5 USD",
        "$ 1 000",
        "5  €  ",
        "",
        " "
      })
  void tellsNumbersFromTexts(String price) {
    var pair = new CandidatePair(priced("l", price), priced("r", "7"));
    boolean numeric = !price.contains("USD");
    assertThat(SimilarityFeatures.fit(List.of(pair)).names().contains("price.logDifference"))
        .isEqualTo(numeric);
  }

  @Test
  void recordsThatAreEqualCountOnceHoweverOftenTheyWereRead() {
    List<CandidatePair> pairs =
        new ArrayList<>(InventedPairs.pairs(20, 1).stream().map(LabeledPair::pair).toList());
    EntityDescription shared = pairs.get(0).left();
    var copies = new ArrayList<>(pairs);
    for (int i = 1; i < 20; i++) {
      EntityDescription right = pairs.get(i).right();
      pairs.add(new CandidatePair(shared, right));
      var copy = new EntityDescription(shared.id(), shared.attributes());
      copies.add(new CandidatePair(copy, new EntityDescription(right.id(), right.attributes())));
    }
    SimilarityFeatures ofShared = SimilarityFeatures.fit(pairs);
    SimilarityFeatures ofCopies = SimilarityFeatures.fit(copies);
    for (CandidatePair pair : pairs) {
      assertThat(ofCopies.of(pair)).isEqualTo(ofShared.of(pair));
    }
  }
}
