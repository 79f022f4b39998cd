package io.github.em4j.training.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.LeakDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds for the steps over a whole set, whatever the set. */
class SelectionStepsProperties {

  @Provide
  Arbitrary<List<LabeledPair>> pairs() {
    Arbitrary<EntityDescription> records =
        Combinators.combine(
                Arbitraries.of("", "1", "2", "3"), Arbitraries.of("", "a", "b", "c", "a b", "c b"))
            .as((id, title) -> EntityDescription.of(id).with("title", title));
    return Combinators.combine(records, records, Arbitraries.of(MatchLabel.class))
        .as((left, right, label) -> new LabeledPair(new CandidatePair(left, right), label))
        .list()
        .ofMaxSize(20);
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void theLeakFilterLeavesNoLeakAndDropsNothingElse(
      @ForAll("pairs") List<LabeledPair> train,
      @ForAll("pairs") List<LabeledPair> valid,
      @ForAll("pairs") List<LabeledPair> test) {
    List<DatasetSplit> heldOut =
        List.of(new DatasetSplit("valid", valid), new DatasetSplit("test", test));
    List<TrainingPair> pairs = Given.trainingPairs(train);

    List<PairOutcome> outcomes = LeakFilter.against(heldOut).apply(pairs);

    assertOneOutcomeEach(pairs, outcomes);
    var kept = new ArrayList<LabeledPair>();
    outcomes.forEach(outcome -> outcome.pairs().forEach(pair -> kept.add(pair.pair())));
    for (DatasetSplit split : heldOut) {
      assertThat(leaks(kept, split)).isFalse();
    }
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).action() == PairAction.DROPPED) {
        assertThat(mayBeLeak(train.get(i), valid) || mayBeLeak(train.get(i), test)).isTrue();
      }
    }
  }

  private static boolean leaks(List<LabeledPair> pairs, DatasetSplit split) {
    return LeakDetector.withDefaults()
        .check(List.of(new DatasetSplit("set", pairs), new DatasetSplit("other", split.pairs())))
        .hasLeaks();
  }

  /** Equal ids on both sides, or equal texts, in any order. */
  private static boolean mayBeLeak(LabeledPair pair, List<LabeledPair> heldOut) {
    return heldOut.stream()
        .anyMatch(other -> ids(pair).equals(ids(other)) || titles(pair).equals(titles(other)));
  }

  private static Set<String> ids(LabeledPair pair) {
    return new HashSet<>(Arrays.asList(pair.pair().left().id(), pair.pair().right().id()));
  }

  private static Set<String> titles(LabeledPair pair) {
    return new HashSet<>(
        Arrays.asList(
            pair.pair().left().attribute("title").orElse(""),
            pair.pair().right().attribute("title").orElse("")));
  }

  private static void assertOneOutcomeEach(List<TrainingPair> pairs, List<PairOutcome> outcomes) {
    assertThat(outcomes.stream().map(PairOutcome::key))
        .isEqualTo(pairs.stream().map(TrainingPair::key).toList());
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void theBalancerComesWithinOnePairOfTheShareAndLosesNoPairOfTheRareLabel(
      @ForAll @IntRange(min = 1, max = 60) int matches,
      @ForAll @IntRange(min = 1, max = 60) int nonMatches,
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double share,
      @ForAll long seed) {
    List<TrainingPair> pairs = labelled(matches, nonMatches);
    List<PairOutcome> outcomes = ClassBalancer.toMatchShare(share, seed).apply(pairs);

    assertOneOutcomeEach(pairs, outcomes);
    assertThat(ClassBalancer.toMatchShare(share, seed).apply(pairs)).isEqualTo(outcomes);
    long total = outcomes.stream().filter(outcome -> !outcome.pairs().isEmpty()).count();
    long kept = matches(outcomes);
    assertThat((double) kept).isCloseTo(share * total, within(1.0));
    boolean matchesAreRare = (double) matches / (matches + nonMatches) <= share;
    assertThat(matchesAreRare ? kept : total - kept)
        .isEqualTo(matchesAreRare ? matches : nonMatches);
  }

  private static List<TrainingPair> labelled(int matches, int nonMatches) {
    var pairs = new ArrayList<LabeledPair>();
    for (int i = 0; i < matches; i++) {
      pairs.add(Given.match("m" + i, "m"));
    }
    for (int i = 0; i < nonMatches; i++) {
      pairs.add(Given.nonMatch("n" + i, "n"));
    }
    return Given.trainingPairs(pairs);
  }

  private static long matches(List<PairOutcome> outcomes) {
    return outcomes.stream()
        .flatMap(outcome -> outcome.pairs().stream())
        .filter(pair -> pair.pair().label().isMatch())
        .count();
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void balancedSetsAreNested(
      @ForAll @IntRange(min = 1, max = 30) int matches,
      @ForAll @IntRange(min = 1, max = 60) int nonMatches,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double one,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double other,
      @ForAll long seed) {
    double share = (double) matches / (matches + nonMatches);
    double nearer = share + (1 - share) * Math.min(one, other);
    double farther = share + (1 - share) * Math.max(one, other);
    List<TrainingPair> pairs = labelled(matches, nonMatches);

    assertThat(Given.keys(ClassBalancer.toMatchShare(nearer, seed).apply(pairs)))
        .containsSubsequence(Given.keys(ClassBalancer.toMatchShare(farther, seed).apply(pairs)));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void limitedSetsAreNestedWhateverElseIsInTheSet(
      @ForAll @IntRange(min = 0, max = 40) int size,
      @ForAll @IntRange(min = 0, max = 40) int one,
      @ForAll @IntRange(min = 0, max = 40) int other,
      @ForAll long seed) {
    List<TrainingPair> pairs = labelled(size, size);
    List<String> small = Given.keys(PairLimit.of(Math.min(one, other), seed).apply(pairs));
    List<String> large = Given.keys(PairLimit.of(Math.max(one, other), seed).apply(pairs));

    assertThat(small).hasSize(Math.min(2 * size, Math.min(one, other)));
    assertThat(large).containsAll(small);
    List<TrainingPair> fewer = pairs.stream().filter(pair -> large.contains(pair.key())).toList();
    assertThat(Given.keys(PairLimit.of(small.size(), seed).apply(fewer))).isEqualTo(small);
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void nearDuplicatesAreThoseOfAComparisonOfAllPairs(
      @ForAll("wordy") List<LabeledPair> pairs,
      @ForAll @DoubleRange(min = 0.5, max = 1) double threshold) {
    List<TrainingPair> given = Given.trainingPairs(pairs);
    List<PairOutcome> outcomes = NearDuplicateFilter.of(threshold).apply(given);

    assertOneOutcomeEach(given, outcomes);
    var kept = new ArrayList<TrainingPair>();
    for (int i = 0; i < pairs.size(); i++) {
      TrainingPair pair = given.get(i);
      var earlier = kept.stream().filter(k -> alike(pair.pair(), k.pair(), threshold)).findFirst();
      assertThat(outcomes.get(i).details().get("of"))
          .isEqualTo(earlier.map(TrainingPair::key).orElse(null));
      if (earlier.isEmpty()) {
        kept.add(pair);
      }
    }
    assertThat(Given.keys(outcomes)).isEqualTo(kept.stream().map(TrainingPair::key).toList());
  }

  @Provide
  Arbitrary<List<LabeledPair>> wordy() {
    Arbitrary<String> text =
        Arbitraries.of("a", "b", "c", "d", "e", "f")
            .list()
            .ofMaxSize(6)
            .map(w -> String.join(" ", w));
    return Combinators.combine(text, text, Arbitraries.of(MatchLabel.class))
        .as(Given::pair)
        .list()
        .ofMaxSize(25);
  }

  private static boolean alike(LabeledPair one, LabeledPair other, double threshold) {
    return one.label() == other.label()
        && !(words(one.pair().left()).isEmpty() && words(one.pair().right()).isEmpty())
        && (alike(one.pair(), other.pair(), threshold)
            || alike(one.pair(), other.pair().swapped(), threshold));
  }

  private static boolean alike(CandidatePair one, CandidatePair other, double threshold) {
    return jaccard(words(one.left()), words(other.left())) + 1e-9 >= threshold
        && jaccard(words(one.right()), words(other.right())) + 1e-9 >= threshold;
  }

  private static double jaccard(Set<String> some, Set<String> others) {
    var both = new HashSet<>(some);
    both.retainAll(others);
    int union = some.size() + others.size() - both.size();
    return union == 0 ? 1 : (double) both.size() / union;
  }

  private static Set<String> words(EntityDescription record) {
    return new HashSet<>(
        Arrays.asList(record.attribute("title").map(t -> t.split(" ")).orElse(new String[0])));
  }
}
