package io.github.em4j.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

class SimilarityFeaturesProperties {

  private static final SimilarityFeatures FEATURES =
      SimilarityFeatures.fit(InventedPairs.pairs(60, 11).stream().map(LabeledPair::pair).toList());

  private static final Set<String> UNBOUNDED =
      Set.of(
          "unsharedWeightMin",
          "unsharedWeightMax",
          "sharedWeight",
          "unfoundDigitTokensMin",
          "unfoundDigitTokensMax",
          "numbersShared",
          "numbersUnsharedMin",
          "numbersUnsharedMax",
          "codesShared",
          "codesUnfoundMin",
          "codesUnfoundMax",
          "quantityAgreements",
          "quantityConflicts",
          "tokenDifference",
          "logDifference");

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> words =
        Arbitraries.of(
                "acme", "AX-100", "ax100", "lamp", "Lampe", "1 TB", "1000gb", "$5.00", "i", "É")
            .list()
            .ofMaxSize(8)
            .map(list -> String.join(" ", list));
    return Arbitraries.oneOf(words, Arbitraries.strings().all().ofMaxLength(40));
  }

  @Provide
  Arbitrary<EntityDescription> records() {
    Arbitrary<Map<String, String>> attributes =
        Arbitraries.maps(Arbitraries.of("title", "name", "price", "brand", "anything"), values())
            .ofMaxSize(4);
    return attributes.map(map -> new EntityDescription("id", map));
  }

  @Provide
  Arbitrary<CandidatePair> pairs() {
    return Combinators.combine(records(), records()).as(CandidatePair::new);
  }

  @Property(tries = 500)
  void featuresAreInTheirDocumentedRange(@ForAll("pairs") CandidatePair pair) {
    double[] features = FEATURES.of(pair);
    for (int i = 0; i < features.length; i++) {
      String name = FEATURES.names().get(i);
      String kernel = name.substring(name.indexOf('.') + 1);
      double most = UNBOUNDED.contains(kernel) ? Double.MAX_VALUE : 1;
      boolean missingAllowed = !name.startsWith("record.") && !kernel.equals("missing");
      if (!(missingAllowed && features[i] == -1)) {
        assertThat(features[i]).as(name).isBetween(0.0, most);
      }
    }
  }

  @Property(tries = 500)
  void theOrderOfTheSidesDoesNotMatter(@ForAll("pairs") CandidatePair pair) {
    assertThat(FEATURES.of(pair.swapped())).isEqualTo(FEATURES.of(pair));
  }

  @Property(tries = 200)
  void aRecordIsWhollyLikeItself(@ForAll("values") String title) {
    var record = EntityDescription.of("id").with("title", title);
    double[] features = FEATURES.of(new CandidatePair(record, record));
    boolean hasTokens = title.codePoints().anyMatch(Character::isLetterOrDigit);
    // Marks are not letters: what is left of a text after normalisation may still be nothing.
    if (hasTokens) {
      for (String kernel :
          List.of("tokenJaccard", "weightContainment", "gramJaccard", "editSimilarity")) {
        assertThat(features[FEATURES.names().indexOf("title." + kernel)]).as(kernel).isEqualTo(1);
      }
    }
  }

  @Property(tries = 300)
  void theBoundNeverHidesASimilarToken(
      @ForAll("tokens") String left, @ForAll("tokens") String right) {
    TextProfile a = TextProfile.of(left, TokenWeights.NONE);
    TextProfile b = TextProfile.of(right, TokenWeights.NONE);
    double similarity =
        left.compareTo(right) <= 0
            ? new JaroWinklerSimilarity().apply(left, right)
            : new JaroWinklerSimilarity().apply(right, left);
    var similar = new SimilarTokens(a, new int[] {0}, b, new int[] {0});
    assertThat(similar.shareA).isEqualTo(similarity >= 0.85 ? similarity : 0);
    assertThat(similar.shareB).isEqualTo(similar.shareA);
  }

  @Provide
  Arbitrary<String> tokens() {
    return Arbitraries.strings().withChars("abcdef1").ofMinLength(1).ofMaxLength(8);
  }
}
