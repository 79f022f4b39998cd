package io.github.em4j.training.selection.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class VectorIndexTest {

  private static VectorIndex.Builder plane() {
    return VectorIndex.builder(2, Similarity.COSINE);
  }

  @Test
  void putsTheEarlierOfEquallyNearVectorsFirst() {
    VectorIndex index =
        plane()
            .add(new float[] {0, 1})
            .add(new float[] {2, 0})
            .add(new float[] {5, 0})
            .add(new float[] {1, 0})
            .build();

    assertThat(index.nearest(new float[] {3, 0}, 2))
        .containsExactly(new Neighbour(1, 1), new Neighbour(2, 1));
  }

  @Test
  void comparesLengthsByTheDotProductOnly() {
    VectorIndex index =
        VectorIndex.builder(2, Similarity.DOT)
            .add(new float[] {1, 0})
            .add(new float[] {10, 10})
            .build();

    assertThat(index.nearest(new float[] {2, 0}, 1)).containsExactly(new Neighbour(1, 20));
  }

  @Test
  void isAtNoAngleToAVectorOfZeros() {
    VectorIndex index = plane().add(new float[] {-1, 0}).add(new float[] {0, 0}).build();

    assertThat(index.nearest(new float[] {1, 0}, 5))
        .containsExactly(new Neighbour(1, 0), new Neighbour(0, -1));
    assertThat(index.nearest(new float[] {0, 0}, 1)).containsExactly(new Neighbour(0, 0));
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    assertThat(plane().build().nearest(new float[] {1, 0}, 3)).isEmpty();
    assertThat(plane().build().nearest(List.of(), 3, NeighbourFilter.ALL)).isEmpty();
  }

  @Test
  void refusesVectorsThatItCannotCompare() {
    VectorIndex.Builder builder = plane().add(new float[] {1, 0});

    assertThatThrownBy(() -> builder.add(new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vector 1 must have 2 numbers, found 3");
    assertThatThrownBy(() -> builder.add(new float[] {Float.NaN, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("vector 1 must be 0 or lie in [1.0E-18, 1.0E18], found NaN");
    assertThatThrownBy(() -> builder.add(new float[] {Float.POSITIVE_INFINITY, 0}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.build().nearest(new float[1], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("query must have 2 numbers, found 1");
  }

  @Test
  void refusesToFindNothingAndToGrowWhenItIsBuilt() {
    VectorIndex.Builder builder = plane();
    VectorIndex index = builder.build();

    assertThatThrownBy(() -> index.nearest(new float[2], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k must be at least 1, found 0");
    assertThatThrownBy(() -> builder.add(new float[2])).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> VectorIndex.builder(0, Similarity.DOT))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
