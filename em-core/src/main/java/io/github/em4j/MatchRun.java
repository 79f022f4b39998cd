package io.github.em4j;

import java.util.Iterator;

/**
 * A run of a matcher over many pairs. Outcomes come in the order of the pairs; work goes on in the
 * background only as far as the options allow, so a run over any number of pairs needs bounded
 * memory.
 *
 * <p>One thread iterates; {@link #progress}, {@link #usage}, {@link #cancel} and {@link #close} may
 * be called from any thread. The caller closes the run.
 */
public interface MatchRun extends Iterable<MatchOutcome>, AutoCloseable {

  /**
   * The outcomes. May be asked for once.
   *
   * <p>After {@link #cancel} the iterator ends early and without an exception. What the source of
   * the pairs or the matcher throws is thrown on from the iterator, after the outcomes of the
   * batches before it.
   *
   * @return an iterator that computes as it goes
   * @throws IllegalStateException if asked for a second time
   */
  @Override
  Iterator<MatchOutcome> iterator();

  /**
   * How far the run is.
   *
   * @return a snapshot
   */
  Progress progress();

  /**
   * What the outcomes so far have cost in tokens.
   *
   * @return the sum over all decisions of the batches that the iterator has reached; a batch counts
   *     as a whole as soon as its first outcome can be handed out
   */
  TokenUsage usage();

  /**
   * Stops the run: no further pair is taken, work in the background is interrupted, the iterator
   * ends.
   */
  void cancel();

  /**
   * Cancels the run where it is not finished and releases its threads; a second call does nothing.
   */
  @Override
  void close();
}
