package io.github.em4j.training.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.EntityDescription;
import io.github.em4j.training.pretraining.PretrainingCorpus.Source;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PairGeneratorTest {
  private static final PairGenerator GENERATOR =
      new PairGenerator(InventedCorpus.corpus(), PairMix.RECIPE);
  private static final List<PretrainingPair> PAIRS = GENERATOR.pairs(1).limit(20_000).toList();

  private static final Set<PairOrigin> MATCHES =
      Set.of(PairOrigin.CORRUPTED, PairOrigin.SAME_MODEL_NUMBER);

  private static double share(Predicate<PretrainingPair> of, Predicate<PretrainingPair> in) {
    long all = PAIRS.stream().filter(in).count();
    return PAIRS.stream().filter(in.and(of)).count() / (double) all;
  }

  private static boolean isMatch(PretrainingPair pair) {
    return pair.pair().label().isMatch();
  }

  @Test
  void makesTheSamePairsOfTheSameSeed() {
    assertThat(GENERATOR.pairs(1).limit(500)).isEqualTo(PAIRS.subList(0, 500));
    assertThat(
            new PairGenerator(InventedCorpus.corpus(), PairMix.RECIPE).pairs(1).limit(500).toList())
        .isEqualTo(PAIRS.subList(0, 500));
    assertThat(GENERATOR.pairs(2).limit(500).toList()).isNotEqualTo(PAIRS.subList(0, 500));
  }

  @Test
  void keepsTheSharesOfTheMix() {
    assertThat(share(PairGeneratorTest::isMatch, pair -> true)).isCloseTo(0.42, within(0.015));
    assertThat(share(pair -> pair.domain() == Domain.PRODUCT, pair -> true))
        .isCloseTo(0.68, within(0.015));
    assertThat(share(PretrainingPair::invented, pair -> pair.domain() == Domain.PRODUCT))
        .isCloseTo(0.15, within(0.015));
    Predicate<PretrainingPair> real = pair -> !isMatch(pair) && !pair.invented();
    assertThat(share(pair -> pair.origin() == PairOrigin.EDITED, real))
        .isCloseTo(0.42, within(0.03));
    assertThat(share(pair -> pair.origin() == PairOrigin.NEIGHBOUR, real))
        .isCloseTo(0.48, within(0.03));
    assertThat(share(pair -> pair.origin() == PairOrigin.RANDOM, real))
        .isCloseTo(0.10, within(0.02));
  }

  @Test
  void makesEveryKindOfEdit() {
    List<String> edits = PAIRS.stream().map(PretrainingPair::edit).distinct().toList();
    for (ProductEdit edit : ProductEdit.values()) {
      assertThat(edits).contains(edit.name());
    }
    for (ReferenceEdit edit : ReferenceEdit.values()) {
      assertThat(edits).contains(edit.name());
    }
  }

  @Test
  void namesAnEditWhereThereIsOneAndOnlyThere() {
    assertThat(PAIRS)
        .allMatch(pair -> pair.edit().isEmpty() == (pair.origin() != PairOrigin.EDITED))
        .allMatch(pair -> isMatch(pair) == MATCHES.contains(pair.origin()));
  }

  @Test
  void neverCallsTwoEqualDescriptionsANonMatch() {
    assertThat(PAIRS)
        .filteredOn(pair -> !isMatch(pair))
        .noneMatch(pair -> pair.pair().pair().left().equals(pair.pair().pair().right()));
  }

  @Test
  void givesEveryDescriptionATitle() {
    assertThat(PAIRS)
        .allMatch(pair -> pair.pair().pair().left().attribute("title").isPresent())
        .allMatch(pair -> pair.pair().pair().right().attribute("title").isPresent());
  }

  @Test
  void worksWithProductsAlone() {
    var corpus =
        PretrainingCorpus.builder()
            .source(new Source("shop", Domain.PRODUCT, true, InventedCorpus.products(3)))
            .build();
    assertThat(new PairGenerator(corpus, PairMix.RECIPE).pairs(3).limit(300))
        .allMatch(pair -> pair.domain() == Domain.PRODUCT);
  }

  @Test
  void worksWithTitlesOfOneWord() {
    List<EntityDescription> records =
        List.of(
            EntityDescription.of("").with("title", "154061"),
            EntityDescription.of("").with("title", "phone"));
    var corpus =
        PretrainingCorpus.builder()
            .source(new Source("shop", Domain.PRODUCT, false, records))
            .build();
    assertThat(new PairGenerator(corpus, PairMix.RECIPE).pairs(3).limit(300)).hasSize(300);
  }

  @Test
  void doesNotTakeTwoOffersOfOneProductForTwoProducts() {
    assertThat(
            ProductSource.areDifferent(
                "Seagate IronWolf 4TB ST4000NE001", "HDD Seagate ST4000NE001 IronWolf", false))
        .isFalse();
    assertThat(
            ProductSource.areDifferent(
                "Razer Basilisk V2 gaming mouse", "Razer Basilisk V2 mouse black", false))
        .isFalse();
    assertThat(
            ProductSource.areDifferent(
                "Seagate IronWolf 4TB ST4000NE001", "Seagate IronWolf 8TB ST8000NE001", false))
        .isTrue();
  }

  @Test
  void refusesSharesThatAreNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> PairMix.RECIPE.withInvented(1.1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairMix(0.4, 0.7, 0.1, 0.2, 0.7, 0.7, 0));
  }
}
