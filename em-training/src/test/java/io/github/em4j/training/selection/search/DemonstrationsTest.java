package io.github.em4j.training.selection.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.prompts.DemonstrationSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DemonstrationsTest {
  private static final List<LabeledPair> POOL = Lamps.pairs(400, 1);
  private static final PairSearch SEARCH = PairSearch.over(POOL).threads(1).build();

  static List<DemonstrationSource> sources() {
    return sources(1);
  }

  private static List<DemonstrationSource> sources(int threads) {
    PairSearch byWords = PairSearch.over(POOL).threads(threads).build();
    PairSearch embedded =
        PairSearch.over(POOL).embedder(new WordCountEmbedder()).threads(threads).build();
    return List.of(
        Demonstrations.random(POOL, 6, 42),
        Demonstrations.nearest(byWords, 6),
        Demonstrations.nearest(embedded, 6),
        Demonstrations.balanced(byWords, 6),
        Demonstrations.diverse(embedded, 6),
        Demonstrations.nearestLast(Demonstrations.nearest(byWords, 6)));
  }

  private static List<Boolean> labels(List<LabeledPair> pairs) {
    return pairs.stream().map(pair -> pair.label().isMatch()).toList();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void neverShowsTheVeryPairThatIsAskedAbout(DemonstrationSource source) {
    for (LabeledPair one : POOL.subList(0, 60)) {
      for (CandidatePair asked : List.of(one.pair(), one.pair().swapped())) {
        assertThat(source.demonstrationsFor(asked))
            .hasSize(6)
            .noneMatch(shown -> sameTitles(shown.pair(), asked))
            .noneMatch(shown -> sameTitles(shown.pair().swapped(), asked));
      }
    }
  }

  private static boolean sameTitles(CandidatePair one, CandidatePair other) {
    return one.left().attributes().equals(other.left().attributes())
        && one.right().attributes().equals(other.right().attributes());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void showsTheSameWheneverAndInWhateverOrderItIsAsked(DemonstrationSource source) {
    List<CandidatePair> asked = Lamps.pairs(30, 2).stream().map(LabeledPair::pair).toList();
    List<List<LabeledPair>> first = asked.stream().map(source::demonstrationsFor).toList();
    var backwards = new ArrayList<List<LabeledPair>>();
    for (int i = asked.size() - 1; i >= 0; i--) {
      backwards.add(source.demonstrationsFor(asked.get(i)));
    }
    Collections.reverse(backwards);

    assertThat(backwards).isEqualTo(first);
  }

  @Test
  void showsTheSameWhenItIsMadeAnewAndSearchesWithMoreThreads() {
    List<DemonstrationSource> sources = sources(1);
    List<DemonstrationSource> again = sources(2);
    List<CandidatePair> asked = Lamps.pairs(30, 3).stream().map(LabeledPair::pair).toList();
    for (int i = 0; i < sources.size(); i++) {
      DemonstrationSource one = sources.get(i);
      DemonstrationSource other = again.get(i);
      assertThat(other.description()).isEqualTo(one.description());
      assertThat(asked)
          .allSatisfy(
              pair ->
                  assertThat(other.demonstrationsFor(pair)).isEqualTo(one.demonstrationsFor(pair)));
    }
  }

  @Test
  void showsHandPickedPairsToEveryQuestionInTheirOrder() {
    List<LabeledPair> picked = List.of(POOL.get(7), POOL.get(3));

    assertThat(DemonstrationSource.fixed(picked).demonstrationsFor(POOL.get(0).pair()))
        .isEqualTo(picked);
  }

  @Test
  void drawsOthersForEachPairAndForEachSeed() {
    DemonstrationSource source = Demonstrations.random(POOL, 6, 42);
    CandidatePair one = Lamps.pair("acme lamp", "acme desk lamp");
    CandidatePair other = Lamps.pair("globex lamp", "acme desk lamp");

    assertThat(source.demonstrationsFor(one))
        .doesNotHaveDuplicates()
        .isNotEqualTo(source.demonstrationsFor(other))
        .isNotEqualTo(Demonstrations.random(POOL, 6, 43).demonstrationsFor(one));
  }

  @Test
  void drawsEveryPairOfThePoolAboutAsOften() {
    List<LabeledPair> pool = POOL.subList(0, 10);
    DemonstrationSource source = Demonstrations.random(pool, 3, 7);
    var counts = new int[10];
    for (int i = 0; i < 3_000; i++) {
      source
          .demonstrationsFor(Lamps.pair("question " + i, "about " + i))
          .forEach(shown -> counts[pool.indexOf(shown)]++);
    }

    // Each is expected 900 times with a standard deviation of 25.
    assertThat(IntStream.of(counts)).allMatch(count -> count > 780 && count < 1_020);
  }

  @Test
  void showsAllThatThereIsWhereThePoolIsSmall() {
    List<LabeledPair> pool = POOL.subList(0, 4);

    assertThat(Demonstrations.random(pool, 9, 1).demonstrationsFor(pool.get(0).pair()))
        .containsExactlyInAnyOrderElementsOf(pool.subList(1, 4));
  }

  @Test
  void takesTurnsBetweenTheLabelsAndBeginsWithTheNearest() {
    List<LabeledPair> pool =
        List.of(
            Lamps.nonMatch("radio clock", "radio"),
            Lamps.match("acme desk lamp", "acme lamp led"),
            Lamps.match("acme desk lamp", "acme lamp"),
            Lamps.match("acme floor lamp", "desk"),
            Lamps.nonMatch("acme lamp", "globex"));
    PairSearch search = PairSearch.over(pool).build();
    CandidatePair asked = Lamps.pair("acme desk lamp", "acme lamp white");

    assertThat(Demonstrations.balanced(search, 4).demonstrationsFor(asked))
        .containsExactly(pool.get(2), pool.get(4), pool.get(1), pool.get(0));
    assertThat(labels(Demonstrations.balanced(search, 3).demonstrationsFor(asked)))
        .containsExactly(true, false, true);
    assertThat(labels(Demonstrations.balanced(search, 9).demonstrationsFor(asked)))
        .containsExactly(true, false, true, false, true);
  }

  @Test
  void showsTheNearestWhereDifferenceDoesNotCount() {
    CandidatePair asked = Lamps.pair("acme desk lamp led", "acme lamp white");

    assertThat(Demonstrations.diverse(SEARCH, 6, 1).demonstrationsFor(asked))
        .isEqualTo(Demonstrations.nearest(SEARCH, 6).demonstrationsFor(asked));
  }

  @Test
  void leavesOutNearPairsThatRepeatOneThatIsShown() {
    List<LabeledPair> pool =
        List.of(
            Lamps.match("acme desk lamp", "acme lamp led"),
            Lamps.match("acme desk lamp", "acme led lamp"),
            Lamps.nonMatch("acme desk", "globex white"));
    PairSearch search = PairSearch.over(pool).build();
    CandidatePair asked = Lamps.pair("acme desk lamp", "acme lamp white");

    assertThat(Demonstrations.nearest(search, 2).demonstrationsFor(asked))
        .containsExactly(pool.get(0), pool.get(1));
    assertThat(Demonstrations.diverse(search, 2).demonstrationsFor(asked))
        .containsExactly(pool.get(0), pool.get(2));
  }

  @Test
  void showsTheNearestLastWhereAskedTo() {
    CandidatePair asked = Lamps.pair("acme desk lamp led", "acme lamp white");
    var nearest = new ArrayList<>(Demonstrations.nearest(SEARCH, 4).demonstrationsFor(asked));
    Collections.reverse(nearest);

    DemonstrationSource last = Demonstrations.nearestLast(Demonstrations.nearest(SEARCH, 4));

    assertThat(last.demonstrationsFor(asked)).isEqualTo(nearest);
    assertThat(last.description()).startsWith("4 nearest by TF-IDF").endsWith(", nearest last");
  }

  @Test
  void saysWhatIsChosen() {
    assertThat(Demonstrations.random(POOL, 6, 42).description())
        .matches("6 random, seed 42, both sides \\(title only\\), pool of 400 \\(\\w{12}\\)");
    assertThat(Demonstrations.diverse(SEARCH, 3, 0.7).description())
        .startsWith("3 diverse with lambda 0.7 by TF-IDF cosine, both sides");
    assertThat(Demonstrations.balanced(SEARCH, 3).description()).startsWith("3 nearest, balanced");
  }

  @Test
  void refusesToChooseNothing() {
    assertThatThrownBy(() -> Demonstrations.nearest(SEARCH, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the number of demonstrations must be at least 1, found 0");
    assertThatThrownBy(() -> Demonstrations.diverse(SEARCH, 2, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lambda must lie in [0, 1], found 1.5");
  }
}
