package io.github.em4j.training.lora;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuningCancelledException;
import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningListener;
import io.github.em4j.model.FineTuningProgress;
import io.github.em4j.model.FineTuningProgress.State;
import io.github.em4j.model.FineTuningRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A run on a thread of its own. */
final class TrainingRun implements FineTuningRun {
  private final Path output;
  private final FineTuningListener listener;
  private final long start = System.nanoTime();

  private volatile FineTuningProgress progress =
      new FineTuningProgress(
          State.QUEUED, 0, OptionalLong.empty(), 0, Duration.ZERO, Optional.empty());

  private volatile boolean cancelled;
  private Optional<FutureTask<FineTunedModel>> work = Optional.empty();
  private Optional<Thread> thread = Optional.empty();

  TrainingRun(Path output, FineTuningListener listener) {
    this.output = output;
    this.listener = listener;
  }

  void start(Supplier<FineTunedModel> training) {
    FutureTask<FineTunedModel> task = new FutureTask<>(() -> perform(training));
    Thread worker = new Thread(task, "em4j-training " + output.getFileName());
    work = Optional.of(task);
    thread = Optional.of(worker);
    worker.start();
  }

  private FineTunedModel perform(Supplier<FineTunedModel> training) {
    try {
      FineTunedModel model = training.get();
      end(State.SUCCEEDED);
      return model;
    } catch (RuntimeException | Error e) {
      try {
        end(e instanceof FineTuningCancelledException ? State.CANCELLED : State.FAILED);
      } catch (RuntimeException again) {
        // A listener that ended the run may do so again; the first time is what is told.
        if (again != e) {
          e.addSuppressed(again);
        }
      }
      throw e;
    }
  }

  private void end(State state) {
    FineTuningProgress last = progress;
    FineTuningProgress now =
        new FineTuningProgress(
            state, last.step(), last.totalSteps(), last.epoch(), elapsed(), Optional.empty());
    report(now, new FineTuningEvent.Progressed(now, Map.of()));
  }

  /** Notes how far the run is and tells the listener. */
  void report(FineTuningProgress now, FineTuningEvent event) {
    progress = now;
    listener.onEvent(event);
  }

  void say(FineTuningEvent.Message.Level level, String text) {
    listener.onEvent(new FineTuningEvent.Message(level, text));
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Ends the training from within where that is wanted. */
  void requireWanted() {
    if (cancelled) {
      throw new FineTuningCancelledException(
          "the run in %s was cancelled after step %d".formatted(output, progress.step()));
    }
  }

  @Override
  public String id() {
    return output.toString();
  }

  @Override
  public FineTuningProgress progress() {
    return progress;
  }

  @Override
  public FineTunedModel await() {
    return await(Duration.ofDays(365_000)).orElseThrow();
  }

  @Override
  public Optional<FineTunedModel> await(Duration timeout) {
    try {
      return Optional.of(work.orElseThrow().get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EntityMatchingException("interrupted while waiting for " + output, e, true);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new EntityMatchingException("the run in " + output + " failed", e.getCause());
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void close() {
    cancel();
    boolean interrupted = false;
    // A listener that closes its own run must not wait for itself.
    Optional<Thread> other = thread.filter(worker -> worker != Thread.currentThread());
    while (other.isPresent() && other.get().isAlive()) {
      try {
        other.get().join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
