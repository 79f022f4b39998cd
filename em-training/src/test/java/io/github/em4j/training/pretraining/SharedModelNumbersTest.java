package io.github.em4j.training.pretraining;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.training.pretraining.SharedModelNumbers.Twins;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharedModelNumbersTest {

  private static Twins only(String... titles) {
    var found = new SharedModelNumbers(List.of(titles));
    assertThat(found.size()).isOne();
    return found.draw(new SplittableRandom(1));
  }

  private static int count(String... titles) {
    return new SharedModelNumbers(List.of(titles)).size();
  }

  @Test
  void findsTwoOffersOfOneModelHoweverItIsWritten() {
    assertThat(
            only(
                "Tosk KR-55210 desk lamp",
                "Something else altogether",
                "Desk lamp by Tosk, KR 55210, white"))
        .isEqualTo(new Twins(0, 2, "55210"));
  }

  @Test
  void wantsOtherWordsInCommonToo() {
    assertThat(count("Tosk desk lamp KR55210", "garden hose of twenty metres kr55210")).isZero();
  }

  @Test
  void leavesOutWhatAnotherModelNumberOrQuantityContradicts() {
    assertThat(count("Tosk board KR55210 64GB", "Tosk board KR55210 32GB")).isZero();
    assertThat(count("Tosk board KR55210 for ZX900", "Tosk board KR55210 for ZX800")).isZero();
  }

  @Test
  void passesOverNumbersThatManyTitlesHave() {
    String[] titles =
        Stream.iterate(0, i -> i < 9, i -> i + 1)
            .map(i -> "Tosk router AC12000 kind " + (char) ('a' + i))
            .toArray(String[]::new);
    assertThat(count(titles)).isZero();
    assertThat(count(titles[0], titles[1])).isOne();
  }

  @Test
  void doesNotTakeAQuantityForAModel() {
    assertThat(count("Tosk memory 16000mhz black", "Tosk memory 16000mhz white")).isZero();
  }

  @Test
  void letsNothingBeANeighbourThatMayBeTheSameProduct() {
    assertThat(
            ProductSource.areDifferent(
                "Tosk J04C brake pads", "Tosk Tosk brake pad metal J04C", false))
        .isFalse();
    assertThat(
            ProductSource.areDifferent(
                "Tosk lamp with a long arm", "Tosk arm lamp of white steel", false))
        .isFalse();
    assertThat(ProductSource.areDifferent("Tosk lamp 40W", "Tosk lamp 60W", false)).isTrue();
    assertThat(ProductSource.areDifferent("Tosk lamp KR552", "Tosk lamp KR553", false)).isTrue();
    assertThat(ProductSource.areDifferent("Tosk desk lamp", "Garden hose", false)).isTrue();
  }
}
