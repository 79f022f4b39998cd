package io.github.em4j;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A run that cuts the pairs into batches and keeps at most {@code concurrency} of them in flight.
 * The consuming thread takes pairs from the source and refills that window each time it takes a
 * finished batch out, so the background works on the next batches while the caller looks at this
 * one.
 */
final class BatchedMatchRun implements MatchRun {
  private final EntityMatcher matcher;
  private final Iterable<CandidatePair> pairs;
  private final MatchOptions options;
  private final OptionalLong total;
  private final ExecutorService workers;
  private final long startedNanos = System.nanoTime();

  /** Held while the listener is told, so that it is told by one thread at a time and in order. */
  private final Object telling = new Object();

  private final Object lock = new Object();
  // All guarded by lock.
  private final ArrayDeque<Future<List<MatchOutcome>>> inFlight = new ArrayDeque<>();
  private Progress.State state = Progress.State.RUNNING;
  private boolean iterated;
  private long finished;
  private long undecided;
  private long failed;
  private TokenUsage usage = TokenUsage.NONE;
  private long endedNanos;

  BatchedMatchRun(EntityMatcher matcher, Iterable<CandidatePair> pairs, MatchOptions options) {
    this.matcher = matcher;
    this.pairs = requireNonNull(pairs, "pairs");
    this.options = requireNonNull(options, "options");
    this.total =
        options.expectedPairs().isEmpty() && pairs instanceof Collection<?> known
            ? OptionalLong.of(known.size())
            : options.expectedPairs();
    this.workers =
        Executors.newFixedThreadPool(
            options.concurrency(),
            new ThreadFactoryBuilder().setNameFormat("em4j-match-%d").setDaemon(true).build());
  }

  @Override
  public Iterator<MatchOutcome> iterator() {
    synchronized (lock) {
      if (iterated) {
        throw new IllegalStateException("a run can be iterated once; start another one");
      }
      iterated = true;
    }
    return new Outcomes();
  }

  @Override
  public Progress progress() {
    synchronized (lock) {
      long until = state == Progress.State.RUNNING ? System.nanoTime() : endedNanos;
      Duration elapsed = Duration.ofNanos(until - startedNanos);
      return new Progress(state, finished, undecided, failed, total, elapsed);
    }
  }

  @Override
  public TokenUsage usage() {
    synchronized (lock) {
      return usage;
    }
  }

  @Override
  public void cancel() {
    end(Progress.State.CANCELLED);
  }

  @Override
  public void close() {
    cancel();
  }

  /** Ends the run once and tells the listener; later calls change nothing. */
  private void end(Progress.State how) {
    synchronized (lock) {
      if (state != Progress.State.RUNNING) {
        return;
      }
      state = how;
      endedNanos = System.nanoTime();
      inFlight.forEach(batch -> batch.cancel(true));
      inFlight.clear();
    }
    workers.shutdownNow();
    synchronized (telling) {
      options.listener().accept(progress());
    }
  }

  /**
   * Ends the run because of a failure, which goes before what the listener throws on hearing it.
   */
  private void fail(Throwable failure) {
    try {
      end(Progress.State.FAILED);
    } catch (RuntimeException fromListener) {
      if (fromListener != failure) {
        failure.addSuppressed(fromListener);
      }
    }
  }

  /** Tells the listener of a batch, unless the run has ended meanwhile: that is told by itself. */
  private void tellOfBatch() {
    synchronized (telling) {
      Progress now = progress();
      if (now.state() == Progress.State.RUNNING) {
        options.listener().accept(now);
      }
    }
  }

  private boolean isRunning() {
    synchronized (lock) {
      return state == Progress.State.RUNNING;
    }
  }

  private void count(List<MatchOutcome> outcomes) {
    synchronized (lock) {
      for (MatchOutcome outcome : outcomes) {
        finished++;
        if (outcome instanceof MatchDecision decision) {
          undecided += decision.label().isEmpty() ? 1 : 0;
          usage = usage.plus(decision.usage());
        } else {
          failed++;
        }
      }
    }
  }

  private boolean isCancelled() {
    synchronized (lock) {
      return state == Progress.State.CANCELLED;
    }
  }

  private final class Outcomes implements Iterator<MatchOutcome> {
    private final Iterator<CandidatePair> source = pairs.iterator();
    private Iterator<MatchOutcome> batch = Collections.emptyIterator();
    // What hasNext() said last: a promise that another thread's cancel() does not break.
    private boolean promised;
    // Thrown once the batches that were read before it are handed out.
    private Optional<RuntimeException> sourceFailure = Optional.empty();

    @Override
    public boolean hasNext() {
      promised = false;
      while (!batch.hasNext()) {
        if (!isRunning() || !nextBatch()) {
          return false;
        }
      }
      promised = !isCancelled();
      return promised;
    }

    @Override
    public MatchOutcome next() {
      if (!promised && !hasNext()) {
        throw new NoSuchElementException("the run has no further outcome");
      }
      promised = false;
      return batch.next();
    }

    /**
     * Waits for the oldest batch; false when there is none left or the run was cancelled meanwhile.
     */
    private boolean nextBatch() {
      try {
        refill();
        Future<List<MatchOutcome>> oldest;
        synchronized (lock) {
          oldest = inFlight.peek();
        }
        if (oldest == null) {
          if (sourceFailure.isPresent()) {
            throw sourceFailure.get();
          }
          end(Progress.State.COMPLETED);
          return false;
        }
        Optional<List<MatchOutcome>> done = unlessCancelled(oldest);
        if (done.isEmpty()) {
          return false;
        }
        List<MatchOutcome> outcomes = done.get();
        synchronized (lock) {
          inFlight.poll();
        }
        refill();
        count(outcomes);
        batch = outcomes.iterator();
        tellOfBatch();
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        cancel();
        throw new EntityMatchingException("interrupted while waiting for outcomes", e, true);
      } catch (ExecutionException e) {
        if (isCancelled()) {
          return false;
        }
        Throwable cause = requireNonNullElse(e.getCause(), e);
        fail(cause);
        throw asUnchecked(cause);
      } catch (RuntimeException | Error e) {
        fail(e);
        throw e;
      }
    }

    /** Waits for a batch; empty when the run was cancelled meanwhile. */
    private Optional<List<MatchOutcome>> unlessCancelled(Future<List<MatchOutcome>> running)
        throws InterruptedException, ExecutionException {
      try {
        return Optional.of(running.get());
      } catch (CancellationException e) {
        if (isCancelled()) {
          return Optional.empty();
        }
        throw e;
      }
    }

    private void refill() {
      while (windowHasRoom()) {
        List<CandidatePair> next = readBatch();
        if (next.isEmpty()) {
          return;
        }
        synchronized (lock) {
          if (state == Progress.State.RUNNING) {
            inFlight.add(workers.submit(() -> decide(next)));
          }
        }
      }
    }

    /** Decides one batch; a matcher that breaks its contract must not lose pairs silently. */
    private List<MatchOutcome> decide(List<CandidatePair> batch) {
      List<MatchOutcome> outcomes = matcher.matchAll(batch);
      if (outcomes.size() != batch.size()) {
        throw new IllegalStateException(
            "matcher '%s' must give one outcome per pair, found %d for %d pairs"
                .formatted(matcher.provenance().matcher(), outcomes.size(), batch.size()));
      }
      return outcomes;
    }

    private List<CandidatePair> readBatch() {
      var read = new ArrayList<CandidatePair>(Math.min(options.batchSize(), 1024));
      if (sourceFailure.isEmpty()) {
        try {
          while (read.size() < options.batchSize() && source.hasNext()) {
            read.add(source.next());
          }
        } catch (RuntimeException e) {
          sourceFailure = Optional.of(e);
        }
      }
      return read;
    }

    private boolean windowHasRoom() {
      synchronized (lock) {
        return state == Progress.State.RUNNING && inFlight.size() < options.concurrency();
      }
    }

    private static RuntimeException asUnchecked(Throwable cause) {
      if (cause instanceof Error error) {
        throw error;
      }
      return cause instanceof RuntimeException unchecked
          ? unchecked
          : new EntityMatchingException("a batch failed: " + cause, cause);
    }
  }
}
