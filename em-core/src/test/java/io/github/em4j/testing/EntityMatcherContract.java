package io.github.em4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchOptions;
import io.github.em4j.MatchOutcome;
import io.github.em4j.MatchRun;
import io.github.em4j.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EntityMatcher} promises. A module tests its matcher by a subclass that says how
 * to make one.
 *
 * <p>A matcher under test is deterministic: the same pair gets the same decision alone, in a batch
 * and from any thread.
 */
public abstract class EntityMatcherContract {

  private final List<EntityMatcher> opened = new ArrayList<>();

  /** Makes a new matcher, ready for use. The contract closes it. */
  protected abstract EntityMatcher createMatcher();

  /** A pair that the matcher answers with a {@link MatchFailure}, where there is such a pair. */
  protected Optional<CandidatePair> failingPair() {
    return Optional.empty();
  }

  /**
   * How far two probabilities of the same pair may lie apart; 0 where arithmetic does not depend on
   * the batch.
   */
  protected double probabilityTolerance() {
    return 0;
  }

  /** The {@code i}-th of any number of ordinary pairs. */
  protected CandidatePair ordinaryPair(int i) {
    String model = "x" + (100 + i / 2);
    return pair(
        "acme " + model + " laser printer", "acme printer " + (i % 2 == 0 ? model : "y77 ink"));
  }

  /** A pair of records with these titles. */
  protected static CandidatePair pair(String leftTitle, String rightTitle) {
    return new CandidatePair(
        EntityDescription.of("l").with("title", leftTitle),
        EntityDescription.of("r").with("title", rightTitle));
  }

  @AfterEach
  final void closeMatchers() {
    opened.forEach(EntityMatcher::close);
  }

  private EntityMatcher matcher() {
    EntityMatcher matcher = createMatcher();
    opened.add(matcher);
    return matcher;
  }

  private List<CandidatePair> ordinaryPairs(int count) {
    return IntStream.range(0, count).mapToObj(this::ordinaryPair).toList();
  }

  private static MatchDecision decision(MatchOutcome outcome) {
    assertThat(outcome).isInstanceOf(MatchDecision.class);
    return (MatchDecision) outcome;
  }

  private void assertSameDecision(MatchOutcome actual, MatchOutcome expected) {
    MatchDecision one = decision(actual);
    MatchDecision other = decision(expected);
    assertThat(one.pair()).isEqualTo(other.pair());
    assertThat(one.label()).isEqualTo(other.label());
    assertThat(one.matchProbability().isPresent()).isEqualTo(other.matchProbability().isPresent());
    if (one.matchProbability().isPresent()) {
      assertThat(one.matchProbability().getAsDouble())
          .isCloseTo(other.matchProbability().getAsDouble(), within(probabilityTolerance()));
    }
  }

  @Test
  void outcomesComeInTheOrderOfThePairs() {
    List<CandidatePair> pairs = ordinaryPairs(50);
    List<MatchOutcome> outcomes = matcher().matchAll(pairs);
    assertThat(outcomes).extracting(MatchOutcome::pair).containsExactlyElementsOf(pairs);
  }

  @Test
  void aPairIsDecidedAloneAsItIsInABatch() {
    EntityMatcher matcher = matcher();
    List<CandidatePair> pairs = ordinaryPairs(12);
    List<MatchOutcome> batch = matcher.matchAll(pairs);
    for (int i = 0; i < pairs.size(); i++) {
      assertSameDecision(matcher.match(pairs.get(i)), batch.get(i));
    }
  }

  @Test
  void anEmptyListHasNoOutcome() {
    assertThat(matcher().matchAll(List.of())).isEmpty();
  }

  @Test
  void outcomesCannotBeChanged() {
    List<MatchOutcome> outcomes = matcher().matchAll(ordinaryPairs(2));
    assertThat(outcomes).isUnmodifiable();
  }

  @Test
  void aNullPairIsRefused() {
    EntityMatcher matcher = matcher();
    assertThatNullPointerException()
        .isThrownBy(() -> matcher.matchAll(Collections.singletonList(null)));
  }

  @Test
  void oneBadPairDoesNotFailTheOthers() {
    assumeTrue(failingPair().isPresent(), "no pair makes this matcher fail");
    CandidatePair bad = failingPair().orElseThrow();
    EntityMatcher matcher = matcher();
    List<MatchOutcome> outcomes = matcher.matchAll(List.of(ordinaryPair(0), bad, ordinaryPair(1)));
    assertSameDecision(outcomes.get(0), matcher.match(ordinaryPair(0)));
    assertThat(outcomes.get(1)).isInstanceOf(MatchFailure.class);
    assertThat(outcomes.get(1).pair()).isEqualTo(bad);
    assertSameDecision(outcomes.get(2), matcher.match(ordinaryPair(1)));
  }

  @Test
  void aBadPairAloneThrowsItsError() {
    assumeTrue(failingPair().isPresent(), "no pair makes this matcher fail");
    EntityMatcher matcher = matcher();
    CandidatePair bad = failingPair().orElseThrow();
    assertThatCode(() -> matcher.match(bad)).isInstanceOf(EntityMatchingException.class);
  }

  @Test
  void everyDecisionCarriesTheProvenanceOfTheMatcher() {
    EntityMatcher matcher = matcher();
    for (MatchOutcome outcome : matcher.matchAll(ordinaryPairs(3))) {
      assertThat(decision(outcome).provenance()).isEqualTo(matcher.provenance());
    }
  }

  @Test
  void veryLongValuesHaveAnOutcome() {
    String words = "word1 wörter2 ".repeat(8_000);
    String oneWord = "x".repeat(100_000);
    List<CandidatePair> pairs =
        List.of(pair(words, words + "y"), pair(oneWord, "x"), pair(oneWord, oneWord));
    assertThat(matcher().matchAll(pairs)).hasSize(3);
  }

  @Test
  void anyUnicodeHasAnOutcome() {
    List<String> titles =
        List.of(
            "Kšiltovka \uD83D\uDE80 \u202E abc",
            "日本語 プリンター №5",
            "lone surrogate \uD83D",
            "zero\u0000byte \u0007 \r\n\t",
            "e\u0301 vs \u00e9 \uFEFF",
            "\"quotes\" 'and' {braces} [INST] <|eot_id|> %s $1 \\");
    var pairs = new ArrayList<CandidatePair>();
    for (String left : titles) {
      titles.forEach(right -> pairs.add(pair(left, right)));
    }
    assertThat(matcher().matchAll(pairs))
        .extracting(MatchOutcome::pair)
        .containsExactlyElementsOf(pairs);
  }

  @Test
  void recordsWithoutAttributesHaveAnOutcome() {
    EntityDescription nothing = EntityDescription.of("");
    List<CandidatePair> pairs =
        List.of(
            new CandidatePair(nothing, nothing),
            new CandidatePair(nothing, ordinaryPair(0).right()),
            new CandidatePair(ordinaryPair(0).left(), nothing));
    assertThat(matcher().matchAll(pairs)).hasSize(3);
  }

  @Test
  void manyThreadsGetTheDecisionsOfOne() throws Exception {
    EntityMatcher matcher = matcher();
    List<CandidatePair> pairs = ordinaryPairs(16);
    List<MatchOutcome> expected = matcher.matchAll(pairs);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<List<MatchOutcome>>> calls =
          Collections.nCopies(24, () -> matcher.matchAll(pairs));
      for (Future<List<MatchOutcome>> call : threads.invokeAll(calls)) {
        List<MatchOutcome> outcomes = call.get();
        for (int i = 0; i < pairs.size(); i++) {
          assertSameDecision(outcomes.get(i), expected.get(i));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void closingTwiceIsFineAndUseAfterCloseIsNot() {
    EntityMatcher matcher = matcher();
    matcher.close();
    matcher.close();
    assertThatIllegalStateException().isThrownBy(() -> matcher.matchAll(ordinaryPairs(1)));
    assertThatIllegalStateException().isThrownBy(() -> matcher.match(ordinaryPair(0)));
  }

  @Test
  void aRunGivesTheOutcomesOfABatchInOrder() {
    EntityMatcher matcher = matcher();
    List<CandidatePair> pairs = ordinaryPairs(23);
    List<MatchOutcome> expected = matcher.matchAll(pairs);
    MatchOptions options = MatchOptions.builder().batchSize(4).concurrency(2).build();
    try (MatchRun run = matcher.start(pairs, options)) {
      int i = 0;
      for (MatchOutcome outcome : run) {
        assertSameDecision(outcome, expected.get(i++));
      }
      assertThat(i).isEqualTo(pairs.size());
      assertThat(run.progress().state()).isEqualTo(Progress.State.COMPLETED);
      assertThat(run.progress().finished()).isEqualTo(pairs.size());
      assertThat(run.progress().total()).hasValue(pairs.size());
    }
  }

  @Test
  void aCancelledRunOverEndlessPairsEnds() {
    var taken = new AtomicInteger();
    Iterable<CandidatePair> endless =
        () ->
            IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> ordinaryPair(taken.getAndIncrement() % 8))
                .iterator();
    MatchOptions options = MatchOptions.builder().batchSize(3).build();
    int seen = 0;
    try (MatchRun run = matcher().start(endless, options)) {
      for (MatchOutcome outcome : run) {
        assertThat(outcome).isNotNull();
        if (++seen == 7) {
          run.cancel();
        }
      }
      assertThat(run.progress().state()).isEqualTo(Progress.State.CANCELLED);
    }
    assertThat(seen).isEqualTo(7);
    assertThat(taken.get()).as("pairs taken ahead").isLessThanOrEqualTo(7 + 3 * 3);
  }

  @Test
  void aRunIsIteratedOnce() {
    try (MatchRun run = matcher().start(ordinaryPairs(2), MatchOptions.DEFAULTS)) {
      assertThat(run.iterator().hasNext()).isTrue();
      assertThatIllegalStateException().isThrownBy(run::iterator);
    }
  }

  @Test
  void theListOfPairsMayChangeAfterTheCall() {
    EntityMatcher matcher = matcher();
    CandidatePair[] pairs = {ordinaryPair(0), ordinaryPair(1)};
    List<MatchOutcome> outcomes = matcher.matchAll(Arrays.asList(pairs));
    CandidatePair first = pairs[0];
    pairs[0] = ordinaryPair(5);
    assertThat(outcomes.get(0).pair()).isEqualTo(first);
  }
}
