package io.github.em4j.training.selection.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class VectorIndexProperties {

  /** How the numbers of vectors are drawn. */
  enum Numbers {
    /** Few different ones, so that many vectors are equally near. */
    COARSE,
    /** Such as models give. */
    FINE,
    /** Around one vector, so close that single precision cannot tell them apart. */
    NEARLY_EQUAL,
    /** Of very different sizes. */
    WILD;

    DoubleSupplier from(SplittableRandom random) {
      return switch (this) {
        case COARSE -> () -> random.nextInt(-1, 2);
        case FINE -> () -> random.nextDouble(-1, 1);
        case NEARLY_EQUAL -> () -> 0.5 + random.nextInt(-3, 4) * 0x1p-24;
        case WILD -> () -> random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-12, 12));
      };
    }
  }

  private static List<float[]> vectors(int count, int dimensions, DoubleSupplier numbers) {
    var vectors = new ArrayList<float[]>();
    for (int i = 0; i < count; i++) {
      var vector = new float[dimensions];
      for (int d = 0; d < dimensions; d++) {
        vector[d] = (float) numbers.getAsDouble();
      }
      vectors.add(vector);
    }
    return vectors;
  }

  private static VectorIndex index(
      List<float[]> vectors, int dimensions, Similarity similarity, int threads) {
    VectorIndex.Builder builder = VectorIndex.builder(dimensions, similarity).threads(threads);
    vectors.forEach(builder::add);
    return builder.build();
  }

  @Property(tries = 300)
  void findsWhatAScanInDoublePrecisionFinds(
      @ForAll Numbers numbers,
      @ForAll Similarity similarity,
      @ForAll @IntRange(min = 1, max = 33) int dimensions,
      @ForAll @IntRange(max = 700) int size,
      @ForAll @IntRange(min = 1, max = 9) int queryCount,
      @ForAll @IntRange(min = 1, max = 800) int k,
      @ForAll long seed) {
    DoubleSupplier drawn = numbers.from(new SplittableRandom(seed));
    List<float[]> vectors = vectors(size, dimensions, drawn);
    List<float[]> queries = vectors(queryCount, dimensions, drawn);
    VectorIndex index = index(vectors, dimensions, similarity, 1);

    List<List<Neighbour>> found = index.nearest(queries, k, NeighbourFilter.ALL);

    for (int q = 0; q < queryCount; q++) {
      assertThat(found.get(q))
          .isEqualTo(NaiveSearch.nearest(vectors, queries.get(q), k, similarity));
    }
  }

  @Property(tries = 6)
  void findsTheSameWithAnyNumberOfThreads(
      @ForAll Numbers numbers, @ForAll Similarity similarity, @ForAll long seed) {
    DoubleSupplier drawn = numbers.from(new SplittableRandom(seed));
    List<float[]> vectors = vectors(3_000, 40, drawn);
    List<float[]> queries = vectors(130, 40, drawn);
    NeighbourFilter filter = (query, i) -> (query + i) % 3 != 0;

    var found = index(vectors, 40, similarity, 1).nearest(queries, 7, filter);

    assertThat(index(vectors, 40, similarity, 4).nearest(queries, 7, filter)).isEqualTo(found);
    assertThat(found)
        .allSatisfy(neighbours -> assertThat(neighbours).hasSize(7).doesNotHaveDuplicates());
    for (int q = 0; q < queries.size(); q++) {
      int query = q;
      assertThat(found.get(q)).noneMatch(neighbour -> (query + neighbour.index()) % 3 == 0);
    }
  }

  @Property(tries = 50)
  void saysHowNearTwoOfItsVectorsAre(
      @ForAll Numbers numbers, @ForAll Similarity similarity, @ForAll long seed) {
    List<float[]> vectors = vectors(300, 5, numbers.from(new SplittableRandom(seed)));
    VectorIndex index = index(vectors, 5, similarity, 1);
    var near = new double[index.size()];

    index.similaritiesTo(17, near);

    for (Neighbour one : index.nearest(index.vector(17), 300)) {
      assertThat(index.similarity(17, one.index())).isEqualTo(one.similarity());
      assertThat(index.similarity(one.index(), 17)).isEqualTo(one.similarity());
      if (similarity == Similarity.COSINE) {
        assertThat(near[one.index()])
            .isCloseTo(one.similarity(), org.assertj.core.api.Assertions.within(1e-5));
      }
    }
  }
}
