package io.github.em4j;

import java.util.List;

/**
 * Decides whether two entity descriptions refer to the same real-world entity.
 *
 * <p>Implementations write {@link #matchAll}; the other calls follow from it. They are safe for use
 * by many threads, and every one of them passes the published {@code EntityMatcherContract}.
 */
public interface EntityMatcher extends AutoCloseable {

  /**
   * Where this matcher's decisions come from. Every decision that it makes carries the same facts.
   *
   * @return the matcher's provenance
   */
  Provenance provenance();

  /**
   * Decides a list of pairs. A pair that cannot be decided yields a {@link MatchFailure} at its
   * place and leaves the others alone.
   *
   * @param pairs the pairs; may be empty
   * @return outcome {@code i} belongs to pair {@code i}; unmodifiable
   * @throws NullPointerException if the list or a pair is null
   * @throws EntityMatchingException if no pair at all could be decided because what the matcher
   *     works with is gone
   * @throws IllegalStateException if the matcher is closed
   */
  List<MatchOutcome> matchAll(List<CandidatePair> pairs);

  /**
   * Decides one pair.
   *
   * @param pair the pair
   * @return the decision, which may be undecided
   * @throws EntityMatchingException if the pair could not be decided
   * @throws IllegalStateException if the matcher is closed
   */
  default MatchDecision match(CandidatePair pair) {
    MatchOutcome outcome = matchAll(List.of(pair)).get(0);
    if (outcome instanceof MatchFailure failure) {
      throw failure.error();
    }
    return (MatchDecision) outcome;
  }

  /**
   * Starts a run over any number of pairs: lazy, bounded in memory, cancellable and with progress.
   * Pairs are taken from the iterable by the thread that consumes the run, batches are decided in
   * the background.
   *
   * @param pairs the pairs; iterated once
   * @param options batch size, concurrency and listener
   * @return a run whose outcomes come in the order of the pairs; the caller closes it
   */
  default MatchRun start(Iterable<CandidatePair> pairs, MatchOptions options) {
    return new BatchedMatchRun(this, pairs, options);
  }

  /**
   * Releases what the matcher owns; a second call does nothing. A matcher does not own a model that
   * was handed to it.
   */
  @Override
  void close();
}
