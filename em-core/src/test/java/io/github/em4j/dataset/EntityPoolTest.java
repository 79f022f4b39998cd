package io.github.em4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import org.junit.jupiter.api.Test;

class EntityPoolTest {

  private final EntityPool pool = new EntityPool();

  private CandidatePair pooled(EntityDescription left, EntityDescription right) {
    return pool.pooled(new LabeledPair(new CandidatePair(left, right), MatchLabel.MATCH)).pair();
  }

  @Test
  void keepsOneInstanceOfEqualDescriptions() {
    CandidatePair pair =
        pooled(
            EntityDescription.of("1").with("title", "lamp"),
            EntityDescription.of("1").with("title", "lamp"));

    assertThat(pair.right()).isSameAs(pair.left());
  }

  @Test
  void keepsTheOrderOfAttributesOfEachDescription() {
    CandidatePair pair =
        pooled(
            EntityDescription.of("1").with("title", "lamp").with("brand", "b"),
            EntityDescription.of("1").with("brand", "b").with("title", "lamp"));

    assertThat(pair.left().attributes().keySet()).containsExactly("title", "brand");
    assertThat(pair.right().attributes().keySet()).containsExactly("brand", "title");
  }
}
