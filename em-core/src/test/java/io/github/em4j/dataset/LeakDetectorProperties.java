package io.github.em4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.LeakReport.SharedPairs;
import io.github.em4j.dataset.LeakReport.SplitCheck;
import io.github.em4j.dataset.LeakReport.SplitOverlap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The detector counts what comparing every pair with every other counts. */
class LeakDetectorProperties {

  private static final LeakDetector DETECTOR = LeakDetector.withDefaults();

  @Provide
  Arbitrary<List<LabeledPair>> pairs() {
    Arbitrary<EntityDescription> records =
        Combinators.combine(Arbitraries.of("", "1", "2", "3"), Arbitraries.of("", "a", "b", "c"))
            .as((id, title) -> EntityDescription.of(id).with("title", title));
    return Combinators.combine(records, records, Arbitraries.of(MatchLabel.class))
        .as((left, right, label) -> new LabeledPair(new CandidatePair(left, right), label))
        .list()
        .ofMaxSize(12);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void overlapsAreThoseOfAComparisonOfAllPairs(
      @ForAll("pairs") List<LabeledPair> first, @ForAll("pairs") List<LabeledPair> second) {
    SplitOverlap found =
        DETECTOR
            .check(List.of(new DatasetSplit("a", first), new DatasetSplit("b", second)))
            .overlaps()
            .get(0);

    assertShared(
        found.ids(),
        first,
        second,
        EntityDescription::id,
        (i, j) -> idsMayMeanTheSame(first, i, second, j));
    assertShared(found.texts(), first, second, LeakDetectorProperties::title, (i, j) -> true);
    assertThat(found.recordIds())
        .isEqualTo(
            (int) Stream.of("1", "2", "3").filter(id -> isRecordOfBoth(first, second, id)).count());
    assertThat(found.recordTexts())
        .isEqualTo(
            common(
                records(first, LeakDetectorProperties::title),
                records(second, LeakDetectorProperties::title)));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void repetitionsAreThoseOfAComparisonOfAllPairs(@ForAll("pairs") List<LabeledPair> pairs) {
    SplitCheck found = DETECTOR.check(List.of(new DatasetSplit("a", pairs))).splits().get(0);

    assertShared(
        found.ids(),
        pairs,
        pairs,
        EntityDescription::id,
        (i, j) -> i < j && idsMayMeanTheSame(pairs, i, pairs, j));
    assertShared(found.texts(), pairs, pairs, LeakDetectorProperties::title, (i, j) -> i < j);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void theOrderOfTheTwoSplitsMakesNoDifferenceToTheCounts(
      @ForAll("pairs") List<LabeledPair> first, @ForAll("pairs") List<LabeledPair> second) {
    var a = new DatasetSplit("a", first);
    var b = new DatasetSplit("b", second);

    SplitOverlap one = DETECTOR.check(List.of(a, b)).overlap("a", "b").orElseThrow();
    SplitOverlap other = DETECTOR.check(List.of(b, a)).overlap("a", "b").orElseThrow();

    assertThat(counts(one.ids())).isEqualTo(counts(other.ids()));
    assertThat(counts(one.texts())).isEqualTo(counts(other.texts()));
  }

  private static String title(EntityDescription entity) {
    return entity.attribute("title").orElse("");
  }

  private static List<Integer> counts(SharedPairs pairs) {
    return List.of(pairs.sameOrder(), pairs.anyOrder(), pairs.contradictory());
  }

  private static void assertShared(
      SharedPairs found,
      List<LabeledPair> first,
      List<LabeledPair> second,
      Function<EntityDescription, String> key,
      BiPredicate<Integer, Integer> compared) {
    var sameOrder = new HashSet<Set<String>>();
    var anyOrder = new HashSet<Set<String>>();
    var contradictory = new HashSet<Set<String>>();
    for (int i = 0; i < first.size(); i++) {
      for (int j = 0; j < second.size(); j++) {
        List<String> one = keys(first.get(i), key);
        List<String> other = keys(second.get(j), key);
        if (!compared.test(i, j) || one.contains("") || other.contains("")) {
          continue;
        }
        if (one.equals(other)) {
          sameOrder.add(new HashSet<>(one));
        }
        if (new HashSet<>(one).equals(new HashSet<>(other))) {
          anyOrder.add(new HashSet<>(one));
          if (first.get(i).label() != second.get(j).label()) {
            contradictory.add(new HashSet<>(one));
          }
        }
      }
    }
    assertThat(counts(found))
        .containsExactly(sameOrder.size(), anyOrder.size(), contradictory.size());
    assertThat(found.sameOrder()).isLessThanOrEqualTo(found.anyOrder());
  }

  /** Ids on exchanged sides mean the same records unless the titles tell otherwise. */
  private static boolean idsMayMeanTheSame(
      List<LabeledPair> first, int i, List<LabeledPair> second, int j) {
    List<String> one = keys(first.get(i), EntityDescription::id);
    return one.equals(keys(second.get(j), EntityDescription::id))
        || (leftMayBeRight(first, second, one.get(0)) && leftMayBeRight(second, first, one.get(1)));
  }

  private static boolean leftMayBeRight(
      List<LabeledPair> lefts, List<LabeledPair> rights, String id) {
    Set<String> titles = titles(lefts, CandidatePair::left, id);
    Set<String> others = titles(rights, CandidatePair::right, id);
    return titles.size() != 1 || others.size() != 1 || titles.equals(others);
  }

  private static Set<String> titles(
      List<LabeledPair> pairs, Function<CandidatePair, EntityDescription> side, String id) {
    return pairs.stream()
        .map(pair -> side.apply(pair.pair()))
        .filter(record -> record.id().equals(id))
        .flatMap(record -> record.attribute("title").stream())
        .collect(Collectors.toSet());
  }

  private static boolean isRecordOfBoth(
      List<LabeledPair> first, List<LabeledPair> second, String id) {
    boolean left = has(first, CandidatePair::left, id);
    boolean right = has(first, CandidatePair::right, id);
    boolean otherLeft = has(second, CandidatePair::left, id);
    boolean otherRight = has(second, CandidatePair::right, id);
    return (left && otherLeft)
        || (right && otherRight)
        || (left && otherRight && leftMayBeRight(first, second, id))
        || (right && otherLeft && leftMayBeRight(second, first, id));
  }

  private static boolean has(
      List<LabeledPair> pairs, Function<CandidatePair, EntityDescription> side, String id) {
    return pairs.stream().anyMatch(pair -> side.apply(pair.pair()).id().equals(id));
  }

  private static List<String> keys(LabeledPair pair, Function<EntityDescription, String> key) {
    return List.of(key.apply(pair.pair().left()), key.apply(pair.pair().right()));
  }

  private static Set<String> records(
      List<LabeledPair> pairs, Function<EntityDescription, String> key) {
    var keys = new HashSet<String>();
    for (LabeledPair pair : pairs) {
      Stream.of(pair.pair().left(), pair.pair().right()).map(key).forEach(keys::add);
    }
    keys.remove("");
    return keys;
  }

  private static int common(Set<String> one, Set<String> other) {
    var both = new HashSet<>(one);
    both.retainAll(other);
    return both.size();
  }
}
