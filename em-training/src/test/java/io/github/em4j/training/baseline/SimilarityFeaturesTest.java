package io.github.em4j.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimilarityFeaturesTest {

  private static final EntityDescription LAMP =
      EntityDescription.of("1")
          .with("name", "Acme desk lamp AX-100")
          .with("manufacturer", "Acme")
          .with("price", "$1,250.00");
  private static final EntityDescription OTHER_LAMP =
      EntityDescription.of("2")
          .with("title", "desk lamp AX100 by Acme")
          .with("brand", "ACME")
          .with("price", "1000");
  private static final CandidatePair LAMPS = new CandidatePair(LAMP, OTHER_LAMP);
  private static final SimilarityFeatures FEATURES = SimilarityFeatures.fit(List.of(LAMPS));

  private static double feature(SimilarityFeatures features, String name, CandidatePair pair) {
    int index = features.names().indexOf(name);
    assertThat(index).as(name + " among " + features.names()).isNotNegative();
    return features.of(pair)[index];
  }

  @Test
  void hasOneValuePerNameAndNoNameTwice() {
    assertThat(FEATURES.of(LAMPS)).hasSameSizeAs(FEATURES.names());
    assertThat(FEATURES.names()).doesNotHaveDuplicates();
  }

  @Test
  void comparesAttributesOfOneRoleUnderOneName() {
    assertThat(feature(FEATURES, "brand.tokenJaccard", LAMPS)).isEqualTo(1);
    assertThat(feature(FEATURES, "title.codesShared", LAMPS)).isEqualTo(1);
    assertThat(FEATURES.names()).noneMatch(name -> name.startsWith("manufacturer"));
  }

  @Test
  void comparesPricesAsNumbers() {
    assertThat(feature(FEATURES, "price.similarity", LAMPS)).isEqualTo(0.8);
    assertThat(feature(FEATURES, "price.equal", LAMPS)).isZero();
    assertThat(feature(FEATURES, "price.logDifference", LAMPS))
        .isCloseTo(Math.log(251), within(1e-12));
  }

  @Test
  void saysWhereAValueIsMissing() {
    var bare = EntityDescription.of("3").with("title", "desk lamp");
    assertThat(feature(FEATURES, "brand.missing", LAMPS)).isZero();
    assertThat(feature(FEATURES, "brand.missing", new CandidatePair(LAMP, bare))).isEqualTo(0.5);
    assertThat(feature(FEATURES, "brand.missing", new CandidatePair(bare, bare))).isEqualTo(1);
    assertThat(feature(FEATURES, "brand.tokenJaccard", new CandidatePair(LAMP, bare)))
        .isEqualTo(-1);
    assertThat(feature(FEATURES, "price.similarity", new CandidatePair(LAMP, bare))).isEqualTo(-1);
  }

  @Test
  void findsAValueInTheOtherRecord() {
    var bare = EntityDescription.of("3").with("title", "desk lamp by acme");
    assertThat(feature(FEATURES, "brand.mentionedMax", new CandidatePair(LAMP, bare))).isEqualTo(1);
    assertThat(feature(FEATURES, "brand.mentionedMin", new CandidatePair(LAMP, bare)))
        .isEqualTo(-1);
  }

  @Test
  void aRecordWithoutTitleIsItsOwnTitle() {
    var untitled = EntityDescription.of("4").with("beschreibung", "desk lamp AX100 by Acme");
    assertThat(feature(FEATURES, "title.tokenJaccard", new CandidatePair(untitled, OTHER_LAMP)))
        .isEqualTo(1);
  }

  @Test
  void ignoredAttributesLeaveNoTrace() {
    SimilarityFeatures features = SimilarityFeatures.fit(List.of(LAMPS), Set.of("price"));
    var dearer = new CandidatePair(LAMP.with("price", "99999"), OTHER_LAMP);
    assertThat(features.names()).noneMatch(name -> name.startsWith("price"));
    assertThat(features.of(dearer)).isEqualTo(features.of(LAMPS));
    assertThat(FEATURES.of(dearer)).isNotEqualTo(FEATURES.of(LAMPS));
  }

  @Test
  void attributesThatHardlyAnyRecordHasAreSeenInTheWholeRecordOnly() {
    List<CandidatePair> pairs =
        new java.util.ArrayList<>(
            InventedPairs.pairs(100, 5).stream().map(LabeledPair::pair).toList());
    pairs.add(new CandidatePair(LAMP.with("note", "rare"), OTHER_LAMP));
    assertThat(SimilarityFeatures.fit(pairs).names())
        .noneMatch(name -> name.startsWith("note"))
        .anyMatch(name -> name.startsWith("price"));
  }

  @Test
  void manyPairsHaveTheFeaturesOfEach() {
    List<CandidatePair> pairs = InventedPairs.pairs(50, 6).stream().map(LabeledPair::pair).toList();
    double[][] all = FEATURES.ofAll(pairs);
    for (int i = 0; i < pairs.size(); i++) {
      assertThat(all[i]).isEqualTo(FEATURES.of(pairs.get(i)));
    }
  }

  @Test
  void refusesToBeFittedOnNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimilarityFeatures.fit(List.of()))
        .withMessageContaining("at least one pair");
  }
}
