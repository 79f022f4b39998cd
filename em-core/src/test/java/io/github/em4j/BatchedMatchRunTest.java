package io.github.em4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BatchedMatchRunTest {

  private static CandidatePair pair(String title) {
    return new CandidatePair(
        EntityDescription.of("l").with("title", title),
        EntityDescription.of("r").with("title", "same"));
  }

  private static List<CandidatePair> pairs(int count) {
    return IntStream.range(0, count).mapToObj(i -> pair("title " + i)).toList();
  }

  private static MatchOptions.Builder batchesOf(int size) {
    return MatchOptions.builder().batchSize(size);
  }

  @Test
  void countsDecidedUndecidedAndFailedPairs() {
    List<CandidatePair> pairs = List.of(pair("same"), pair("other"), pair("fail"), pair(""));
    var seen = new ArrayList<Progress>();
    try (MatchRun run =
        new TitleEqualityMatcher().start(pairs, batchesOf(2).listener(seen::add).build())) {
      run.forEach(outcome -> {});
      Progress end = run.progress();
      assertThat(end.finished()).isEqualTo(4);
      assertThat(end.failed()).isEqualTo(1);
      assertThat(end.undecided()).isEqualTo(1);
      assertThat(run.usage()).isEqualTo(new TokenUsage(6, 3));
    }
    assertThat(seen).extracting(Progress::finished).containsExactly(2L, 4L, 4L);
    assertThat(seen)
        .extracting(Progress::state)
        .containsExactly(Progress.State.RUNNING, Progress.State.RUNNING, Progress.State.COMPLETED);
    assertThat(seen.get(0).estimatedRemaining()).isPresent();
  }

  @Test
  void readsAheadNoFurtherThanItsWindow() {
    var taken = new AtomicInteger();
    Iterable<CandidatePair> counted =
        () -> pairs(100).stream().peek(pair -> taken.incrementAndGet()).iterator();
    try (MatchRun run =
        new TitleEqualityMatcher().start(counted, batchesOf(5).concurrency(2).build())) {
      assertThat(taken).hasValue(0);
      Iterator<MatchOutcome> outcomes = run.iterator();
      outcomes.next();
      // Two batches in flight and the one that is being read.
      assertThat(taken.get()).isLessThanOrEqualTo(15);
    }
  }

  @Test
  void handsOutWhatCameBeforeAFailureOfTheSource() {
    Iterable<CandidatePair> broken =
        () ->
            IntStream.range(0, 10)
                .mapToObj(
                    i -> {
                      if (i == 7) {
                        throw new IllegalArgumentException("row 7 is broken");
                      }
                      return pair("title " + i);
                    })
                .iterator();
    try (MatchRun run = new TitleEqualityMatcher().start(broken, batchesOf(3).build())) {
      var seen = new ArrayList<MatchOutcome>();
      assertThatThrownBy(() -> run.forEach(seen::add)).hasMessage("row 7 is broken");
      assertThat(seen).hasSize(7);
      assertThat(run.progress().state()).isEqualTo(Progress.State.FAILED);
    }
  }

  @Test
  void throwsOnWhatTheMatcherThrows() {
    var batches = new AtomicInteger();
    var matcher =
        new TitleEqualityMatcher(
            batch -> {
              if (batches.incrementAndGet() == 2) {
                throw new EntityMatchingException("the model is gone");
              }
            });
    try (MatchRun run = matcher.start(pairs(9), batchesOf(3).build())) {
      var seen = new ArrayList<MatchOutcome>();
      assertThatThrownBy(() -> run.forEach(seen::add))
          .isInstanceOf(EntityMatchingException.class)
          .hasMessage("the model is gone");
      assertThat(seen).hasSize(3);
    }
  }

  @Test
  void aMatcherThatLosesPairsFailsTheRun() {
    var forgetful =
        new EntityMatcher() {
          @Override
          public Provenance provenance() {
            return Provenance.of("forgetful");
          }

          @Override
          public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
            return List.of();
          }

          @Override
          public void close() {}
        };
    try (MatchRun run = forgetful.start(pairs(3), MatchOptions.DEFAULTS)) {
      assertThatThrownBy(() -> run.iterator().next())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("matcher 'forgetful' must give one outcome per pair, found 0 for 3 pairs");
    }
  }

  @Test
  void cancelInterruptsABatchThatDoesNotEnd() throws Exception {
    var started = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var matcher =
        new TitleEqualityMatcher(
            batch -> {
              started.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    try (MatchRun run = matcher.start(pairs(4), batchesOf(2).build())) {
      var canceller =
          new Thread(
              () -> {
                try {
                  started.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                run.cancel();
              });
      canceller.start();
      assertThat(run.iterator().hasNext()).isFalse();
      canceller.join();
      interrupted.await();
      assertThat(run.progress().state()).isEqualTo(Progress.State.CANCELLED);
    }
  }

  @Test
  void anOutcomeThatWasPromisedIsHandedOutAfterACancellation() {
    try (MatchRun run = new TitleEqualityMatcher().start(pairs(4), batchesOf(4).build())) {
      Iterator<MatchOutcome> outcomes = run.iterator();
      assertThat(outcomes.hasNext()).isTrue();
      run.cancel();
      assertThat(outcomes.next().pair()).isEqualTo(pairs(4).get(0));
      assertThat(outcomes.hasNext()).isFalse();
      assertThatThrownBy(outcomes::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void aCancellationThatTheSourceThrowsIsAFailure() {
    Iterable<CandidatePair> broken =
        () ->
            IntStream.range(0, 4)
                .mapToObj(
                    i -> {
                      if (i == 2) {
                        throw new CancellationException("the query was cancelled");
                      }
                      return pair("title " + i);
                    })
                .iterator();
    var states = new ArrayList<Progress.State>();
    try (MatchRun run = new TitleEqualityMatcher().start(broken, told(states))) {
      assertThatThrownBy(() -> run.forEach(outcome -> {})).hasMessage("the query was cancelled");
    }
    assertThat(states).containsExactly(Progress.State.RUNNING, Progress.State.FAILED);
  }

  @Test
  void aCancellationThatTheListenerThrowsIsAFailure() {
    var enough = new CancellationException("seen enough");
    MatchOptions options =
        batchesOf(2)
            .listener(
                progress -> {
                  throw enough;
                })
            .build();
    try (MatchRun run = new TitleEqualityMatcher().start(pairs(4), options)) {
      assertThatThrownBy(() -> run.forEach(outcome -> {})).isSameAs(enough);
      assertThat(run.progress().state()).isEqualTo(Progress.State.FAILED);
    }
  }

  @Test
  void anErrorOfTheMatcherFailsTheRun() {
    var matcher =
        new TitleEqualityMatcher(
            batch -> {
              throw new AssertionError("a bug");
            });
    var states = new ArrayList<Progress.State>();
    try (MatchRun run = matcher.start(pairs(4), told(states))) {
      assertThatThrownBy(() -> run.forEach(outcome -> {})).hasMessage("a bug");
    }
    assertThat(states).containsExactly(Progress.State.FAILED);
  }

  @Test
  void theListenerIsToldOfACancellationOnce() {
    var states = new ArrayList<Progress.State>();
    try (MatchRun run = new TitleEqualityMatcher().start(pairs(6), told(states))) {
      run.iterator().next();
      run.cancel();
      run.cancel();
    }
    assertThat(states).containsExactly(Progress.State.RUNNING, Progress.State.CANCELLED);
  }

  private static MatchOptions told(List<Progress.State> states) {
    return batchesOf(2).listener(progress -> states.add(progress.state())).build();
  }

  @Test
  void closingAFinishedRunLeavesItCompleted() {
    MatchRun run = new TitleEqualityMatcher().start(pairs(3), MatchOptions.DEFAULTS);
    run.forEach(outcome -> {});
    run.close();
    run.close();
    assertThat(run.progress().state()).isEqualTo(Progress.State.COMPLETED);
  }
}
