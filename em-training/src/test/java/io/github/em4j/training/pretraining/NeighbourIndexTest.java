package io.github.em4j.training.pretraining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighbourIndexTest {
  private static final NeighbourIndex INDEX =
      new NeighbourIndex(
          List.of(
              "sony bravia lcd tv kdl-40",
              "Sony Bravia LCD TV KDL-46",
              "sony alpha camera",
              "garden hose",
              "lcd panel"));

  @Test
  void findsTheNearestFirstWhateverTheCase() {
    assertThat(INDEX.of(0)).startsWith(1).contains(2, 4).doesNotContain(0, 3);
  }

  @Test
  void findsNothingWithoutACommonWord() {
    assertThat(INDEX.of(3)).isEmpty();
  }

  @Test
  void keepsABoundedNumber() {
    var same = new NeighbourIndex(Collections.nCopies(40, "one text"));
    assertThat(same.of(20)).hasSize(NeighbourIndex.MOST_NEIGHBOURS).startsWith(0, 1, 2);
  }
}
