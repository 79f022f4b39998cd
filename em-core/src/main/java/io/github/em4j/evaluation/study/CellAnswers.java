package io.github.em4j.evaluation.study;

import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchOptions;
import io.github.em4j.MatchOutcome;
import io.github.em4j.MatchRun;
import io.github.em4j.TokenUsage;
import io.github.em4j.evaluation.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The answers of a matcher on the pairs that a cell lacks, batch by batch and with their time. */
final class CellAnswers implements AutoCloseable {
  private final List<LabeledPair> pairs;
  private final int firstOrdinal;
  private final int batchSize;
  private final MatchRun run;
  private final Iterator<MatchOutcome> outcomes;
  private Duration duration = Duration.ZERO;
  private int taken;

  /**
   * Starts a matcher.
   *
   * @param pairs what is missing
   * @param firstOrdinal the place of the first of them in the split
   */
  CellAnswers(
      EntityMatcher matcher, MatchOptions options, List<LabeledPair> pairs, int firstOrdinal)
      throws CellFailedException {
    this.pairs = pairs;
    this.firstOrdinal = firstOrdinal;
    this.batchSize = options.batchSize();
    MatchOptions unheard =
        MatchOptions.builder()
            .batchSize(batchSize)
            .concurrency(options.concurrency())
            .expectedPairs(pairs.size())
            .build();
    this.run =
        CellFailedException.attempt(() -> matcher.start(StudyWork.unlabeled(pairs), unheard));
    try {
      this.outcomes = CellFailedException.attempt(run::iterator);
    } catch (CellFailedException e) {
      CellFailedException.closeQuietly(run);
      throw e;
    }
  }

  /**
   * Waits for the next batch.
   *
   * @return its lines, or empty where all pairs are answered
   * @throws CellFailedException if the matcher fails or answers other pairs than it was given
   */
  Optional<List<CellLine>> next() throws CellFailedException {
    long before = System.nanoTime();
    List<MatchOutcome> batch = CellFailedException.attempt(this::take);
    if (batch.isEmpty()) {
      CellFailedException.attempt(this::requireAll);
      return Optional.empty();
    }
    duration = Duration.ofNanos(System.nanoTime() - before);
    var lines = new ArrayList<CellLine>(batch.size());
    for (MatchOutcome outcome : batch) {
      // Whole nanoseconds that add up to all of the time.
      long through = duration.toNanos() * (lines.size() + 1) / batch.size();
      long upTo = duration.toNanos() * lines.size() / batch.size();
      lines.add(
          CellLine.of(
              firstOrdinal + taken,
              pairs.get(taken),
              stored(outcome, Duration.ofNanos(through - upTo))));
      taken++;
    }
    return Optional.of(lines);
  }

  /** How long the last batch took. */
  Duration duration() {
    return duration;
  }

  private List<MatchOutcome> take() {
    var batch = new ArrayList<MatchOutcome>(Math.min(batchSize, pairs.size() - taken));
    while (batch.size() < batchSize && outcomes.hasNext()) {
      MatchOutcome outcome = outcomes.next();
      int place = taken + batch.size();
      if (place == pairs.size() || !outcome.pair().equals(pairs.get(place).pair())) {
        throw new EntityMatchingException(
            "outcome %d of %d belongs to another pair, '%s'"
                .formatted(place, pairs.size(), outcome.pair().id()));
      }
      batch.add(outcome);
    }
    return batch;
  }

  private boolean requireAll() {
    if (taken < pairs.size()) {
      throw new EntityMatchingException(
          "the matcher ended after %d of %d pairs (%s)"
              .formatted(taken, pairs.size(), run.progress().state()));
    }
    return true;
  }

  private static StoredAnswer stored(MatchOutcome outcome, Duration latency) {
    if (outcome instanceof MatchFailure failure) {
      return new StoredAnswer(
          Answer.FAILED,
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.of(String.valueOf(failure.error().getMessage())),
          latency,
          TokenUsage.NONE);
    }
    MatchDecision decision = (MatchDecision) outcome;
    return new StoredAnswer(
        Answer.of(outcome),
        decision.matchProbability(),
        decision.rawAnswer(),
        Optional.empty(),
        latency,
        decision.usage());
  }

  @Override
  public void close() {
    CellFailedException.closeQuietly(run);
  }
}
