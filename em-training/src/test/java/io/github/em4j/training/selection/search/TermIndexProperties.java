package io.github.em4j.training.selection.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TermIndexProperties {

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "acme", "AX-100", "ax", "100", "lamp", "Lampe;", "É", "..", "\uD835\uDD38")
        .list()
        .ofMaxSize(9)
        .map(words -> String.join(" ", words));
  }

  @Provide
  Arbitrary<List<String>> lists() {
    return texts().list().ofMaxSize(40);
  }

  @Property(tries = 300)
  void findsWhatAComparisonWithAllTextsFinds(
      @ForAll("lists") List<String> texts,
      @ForAll("texts") String query,
      @ForAll @IntRange(min = 1, max = 45) int k) {
    TermIndex index = TermIndex.of(texts, 1);

    List<Neighbour> found = index.nearest(List.of(query), k, NeighbourFilter.ALL).get(0);

    List<Neighbour> all = NaiveSearch.nearestTexts(texts, query, texts.size());
    assertThat(found).hasSize(Math.min(k, texts.size()));
    for (int i = 0; i < found.size(); i++) {
      // Sums in another order differ in the last digits, and equally near texts may change places.
      assertThat(found.get(i).similarity()).isCloseTo(all.get(i).similarity(), within(1e-12));
      int place = found.get(i).index();
      assertThat(all)
          .filteredOn(one -> one.index() == place)
          .allSatisfy(
              one ->
                  assertThat(found)
                      .filteredOn(other -> other.index() == place)
                      .allSatisfy(
                          other ->
                              assertThat(other.similarity())
                                  .isCloseTo(one.similarity(), within(1e-12))));
    }
  }

  @Property(tries = 100)
  void putsTheEarlierOfEqualTextsFirst(
      @ForAll("lists") List<String> texts, @ForAll("texts") String query) {
    var twice = new ArrayList<>(texts);
    twice.addAll(texts);
    int size = texts.size();

    List<Neighbour> found =
        TermIndex.of(twice, 1).nearest(List.of(query), 2 * size + 1, NeighbourFilter.ALL).get(0);

    List<Integer> places = found.stream().map(Neighbour::index).toList();
    assertThat(places).hasSize(2 * size).doesNotHaveDuplicates();
    for (int i = 0; i < size; i++) {
      assertThat(places.indexOf(i)).isLessThan(places.indexOf(i + size));
    }
  }

  @Property(tries = 100)
  void saysHowNearItsTextsAreToEachOther(@ForAll("lists") List<String> texts) {
    TermIndex index = TermIndex.of(texts, 1);
    for (int i = 0; i < texts.size(); i++) {
      double[] near = index.similaritiesTo(i);
      List<Neighbour> found =
          index.nearest(List.of(texts.get(i)), texts.size(), NeighbourFilter.ALL).get(0);
      for (Neighbour one : found) {
        assertThat(near[one.index()]).isEqualTo(one.similarity());
        assertThat(index.similarity(i, one.index())).isEqualTo(one.similarity());
      }
    }
  }

  @Property(tries = 20)
  void findsTheSameWithAnyNumberOfThreads(@ForAll("lists") List<String> texts) {
    List<String> queries =
        IntStream.range(0, 50).mapToObj(i -> "ax " + (i % 2 == 0 ? "lamp" : "100 100")).toList();
    NeighbourFilter filter = (query, i) -> (query + i) % 2 == 0;

    assertThat(TermIndex.of(texts, 3).nearest(queries, 4, filter))
        .isEqualTo(TermIndex.of(texts, 1).nearest(queries, 4, filter));
  }
}
