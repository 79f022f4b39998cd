package io.github.em4j.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextComparisonTest {

  private static double feature(String name, String left, String right) {
    return feature(name, left, right, TokenWeights.NONE);
  }

  private static double feature(String name, String left, String right, TokenWeights weights) {
    double[] features = new double[TextComparison.NAMES.size()];
    TextComparison.compare(
        TextProfile.of(left, weights), TextProfile.of(right, weights), features, 0);
    int index = TextComparison.NAMES.indexOf(name);
    assertThat(index).as(name).isNotNegative();
    return features[index];
  }

  @Test
  void countsSharedTokens() {
    // Two shared, three and four tokens, five in all.
    assertThat(feature("tokenJaccard", "a b c", "B, A d-e")).isEqualTo(2 / 5.0);
    assertThat(feature("tokenOverlap", "a b c", "B, A d-e")).isEqualTo(2 / 3.0);
    assertThat(feature("tokenContainment", "a b c", "B, A d-e")).isEqualTo(2 / 4.0);
    assertThat(feature("tokenDifference", "a b c", "B, A d-e")).isEqualTo(1);
  }

  @Test
  void cosineWithoutKnownTokensIsThatOfLogarithmicCounts() {
    // (1 + ln 2, 1) and (1, 0)
    double twice = 1 + Math.log(2);
    assertThat(feature("tfIdfCosine", "a a b", "a"))
        .isCloseTo(twice / Math.sqrt(twice * twice + 1), within(1e-12));
  }

  @Test
  void rareTokensWeighMore() {
    TokenWeights weights =
        TokenWeights.of(List.of(List.of("the", "lamp"), List.of("the"), List.of("the", "desk")));
    // (ln((1 + 3) / (1 + df)) + 1) / (ln(1 + 3) + 1)
    double the = 1 / (Math.log(4) + 1);
    double lamp = (Math.log(2) + 1) / (Math.log(4) + 1);
    assertThat(feature("rarestShared", "the lamp", "lamp the", weights))
        .isCloseTo(lamp, within(1e-12));
    assertThat(feature("weightJaccard", "the lamp", "the new", weights))
        .isCloseTo(the / (the + lamp + 1), within(1e-12));
    assertThat(feature("rarestUnsharedMin", "the lamp", "the new", weights))
        .isCloseTo(lamp, within(1e-12));
    assertThat(feature("rarestUnsharedMax", "the lamp", "the new", weights)).isEqualTo(1);
    assertThat(feature("unsharedWeightMin", "the lamp", "the", weights))
        .isCloseTo(0, within(1e-12));
    assertThat(feature("unsharedWeightMax", "the lamp", "the", weights))
        .isCloseTo(lamp, within(1e-12));
  }

  @Test
  void findsTokensInsideAndAcrossWords() {
    assertThat(feature("tokenJaccard", "playstation3", "playstation 3")).isZero();
    assertThat(feature("looseOverlap", "playstation3", "playstation 3")).isEqualTo(1);
    // "3" is too short to be found inside a word.
    assertThat(feature("looseContainment", "playstation3", "playstation 3")).isEqualTo(0.5);
    assertThat(feature("unfoundDigitTokensMax", "playstation3", "playstation 3")).isEqualTo(1);
  }

  @Test
  void misspeltTokensCountByTheirSimilarity() {
    // Jaro-Winkler of these is 0.9444 + 0.3 * 0.0556 = 0.9611, the classical example.
    assertThat(feature("softOverlap", "martha", "marhta")).isCloseTo(0.9611, within(1e-4));
    assertThat(feature("softOverlap", "martha", "lamp")).isZero();
  }

  @Test
  void comparesCharacters() {
    // abcd has abc and bcd, abce has abc and bce.
    assertThat(feature("gramJaccard", "abcd", "abce")).isEqualTo(1 / 3.0);
    assertThat(feature("gramOverlap", "abcd", "abcdef")).isEqualTo(1);
    assertThat(feature("editSimilarity", "kitten", "sitting"))
        .isCloseTo(1 - 3 / 7.0, within(1e-12));
    assertThat(feature("lengthRatio", "ab", "abcd")).isEqualTo(0.5);
    assertThat(feature("firstTokenEqual", "acme x", "ACME y")).isEqualTo(1);
    assertThat(feature("lastTokenEqual", "acme x", "ACME y")).isZero();
  }

  @Test
  void comparesNumbersByValue() {
    assertThat(feature("numbersShared", "office 5.0 2007", "office 5 2008")).isEqualTo(1);
    assertThat(feature("numberJaccard", "office 5.0 2007", "office 5 2008")).isEqualTo(1 / 3.0);
    assertThat(feature("numbersUnsharedMin", "office 5 2007", "office 5")).isZero();
    assertThat(feature("numbersUnsharedMax", "office 5 2007", "office 5")).isEqualTo(1);
  }

  @Test
  void comparesModelNumbersWithoutHyphens() {
    assertThat(feature("codesShared", "DSC-W120/B camera", "camera dscw120b")).isEqualTo(1);
    assertThat(feature("codesUnfoundMax", "DSC-W120/B camera", "camera dscw120b")).isZero();
    assertThat(feature("codesUnfoundMin", "dscw120", "dscw130")).isEqualTo(1);
  }

  @Test
  void comparesQuantitiesByUnit() {
    assertThat(feature("quantityAgreements", "drive 1 TB 2.5 inch", "1000gb drive")).isEqualTo(1);
    assertThat(feature("quantityConflicts", "drive 500gb 7200rpm", "1 tb drive 7200 rpm"))
        .isEqualTo(1);
    assertThat(feature("quantityConflicts", "whisky 70cl", "whisky 0,7 l")).isZero();
  }

  @Test
  void textsWithoutLettersAndDigitsShareNothing() {
    double[] features = new double[TextComparison.NAMES.size()];
    TextProfile nothing = TextProfile.of("--- !!", TokenWeights.NONE);
    TextComparison.compare(nothing, nothing, features, 0);
    assertThat(features[TextComparison.NAMES.indexOf("tokenJaccard")]).isZero();
    assertThat(features[TextComparison.NAMES.indexOf("tfIdfCosine")]).isZero();
    assertThat(features[TextComparison.NAMES.indexOf("editSimilarity")]).isZero();
  }
}
