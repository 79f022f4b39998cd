package io.github.em4j.openai;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.Provenance;
import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuningCancelledException;
import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningEvent.Message.Level;
import io.github.em4j.model.FineTuningListener;
import io.github.em4j.model.FineTuningMetrics;
import io.github.em4j.model.FineTuningProgress;
import io.github.em4j.model.FineTuningProgress.State;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.model.ModelId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks at a job now and then, on a thread of its own, and tells the listener what is new. */
final class OpenAiFineTuningRun implements FineTuningRun {
  private final OpenAiClient client;
  private final String jobId;
  private final FineTuningListener listener;
  private final Duration interval;
  private final Provenance provenance;
  private final Time time;
  private final long started;
  private final CompletableFuture<FineTunedModel> end = new CompletableFuture<>();
  private final AtomicBoolean cancelling = new AtomicBoolean();
  private final Thread looking;
  // Touched by the looking thread alone.
  private final Set<String> told = new HashSet<>();
  private volatile FineTuningProgress progress;
  private volatile boolean closed;

  OpenAiFineTuningRun(
      OpenAiClient client,
      FineTuningJob job,
      FineTuningListener listener,
      Duration interval,
      Provenance provenance,
      List<FineTuningEvent> before) {
    this.client = client;
    this.jobId = job.id();
    this.listener = listener;
    this.interval = interval;
    this.provenance = provenance;
    this.time = client.context().time();
    this.started = time.nanos();
    this.progress = progress(state(job.status()), 0, OptionalLong.empty(), Optional.empty());
    this.looking = new Thread(() -> look(before), "em4j-fine-tuning-" + jobId);
    looking.setDaemon(true);
    looking.start();
  }

  @Override
  public String id() {
    return jobId;
  }

  @Override
  public FineTuningProgress progress() {
    return progress;
  }

  private void look(List<FineTuningEvent> before) {
    try {
      before.forEach(this::tell);
      while (!closed) {
        Optional<FineTuningJob> job = lookOnce();
        if (job.isPresent() && job.get().status().isFinal()) {
          finish(job.get());
          return;
        }
        time.sleep(interval);
      }
    } catch (InterruptedException | CallCancelledException e) {
      end.completeExceptionally(
          new EntityMatchingException("the run was closed; job '" + jobId + "' goes on", e));
    } catch (RuntimeException | Error e) {
      if (!progress.state().isFinal()) {
        progress = progress(State.FAILED, progress.step(), progress.totalSteps(), Optional.empty());
      }
      end.completeExceptionally(e);
    }
  }

  /** What the job is now; empty where the server cannot be asked for the moment. */
  private Optional<FineTuningJob> lookOnce() {
    FineTuningJob job;
    List<FineTuningJobEvent> events;
    try {
      job = client.fineTuning().retrieve(jobId);
      events = client.fineTuning().events(jobId);
    } catch (OpenAiException e) {
      if (!e.isRetryable() || e instanceof CallCancelledException) {
        throw e;
      }
      tell(new FineTuningEvent.Message(Level.WARNING, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
    for (FineTuningJobEvent event : events) {
      if (told.add(event.id())) {
        tell(job, event);
      }
    }
    if (progress.state() != state(job.status())) {
      progress = progress(state(job.status()), progress.step(), progress.totalSteps(), left(job));
      tell(new FineTuningEvent.Progressed(progress, Map.of()));
    }
    return Optional.of(job);
  }

  private void tell(FineTuningJob job, FineTuningJobEvent event) {
    var figures = new LinkedHashMap<>(event.figures());
    Double step = figures.remove("step");
    Double total = figures.remove("total_steps");
    if (step == null) {
      tell(new FineTuningEvent.Message(level(event.level()), event.message()));
      return;
    }
    OptionalLong steps = total == null ? progress.totalSteps() : OptionalLong.of(total.longValue());
    progress = progress(State.RUNNING, Math.max(0, step.longValue()), steps, left(job));
    tell(new FineTuningEvent.Progressed(progress, figures));
  }

  /** What a listener throws ends the run, and with it the job, which costs money. */
  private void tell(FineTuningEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException e) {
      try {
        cancel();
      } catch (OpenAiException failed) {
        e.addSuppressed(failed);
      }
      throw e;
    }
  }

  private void finish(FineTuningJob job) {
    switch (job.status()) {
      case SUCCEEDED -> end.complete(model(job));
      case CANCELLED ->
          end.completeExceptionally(
              new FineTuningCancelledException("job '" + jobId + "' was cancelled"));
      default ->
          end.completeExceptionally(
              new EntityMatchingException(
                  "job '" + jobId + "' failed: " + job.error().orElse("the server says no more")));
    }
  }

  private FineTunedModel model(FineTuningJob job) {
    String name =
        job.fineTunedModel()
            .orElseThrow(
                () ->
                    new EntityMatchingException(
                        "job '" + jobId + "' succeeded, but names no model"));
    var metrics = new LinkedHashMap<String, Double>();
    job.trainedTokens()
        .ifPresent(tokens -> metrics.put(FineTuningMetrics.TRAINED_TOKENS, (double) tokens));
    return new FineTunedModel(
        new ModelId("openai", name),
        Optional.empty(),
        OptionalInt.empty(),
        epochs(),
        metrics,
        provenance);
  }

  /** What the server kept after each epoch; not every server keeps something. */
  private List<EpochResult> epochs() {
    var epochs = new ArrayList<EpochResult>();
    try {
      for (FineTuningCheckpoint checkpoint : client.fineTuning().checkpoints(jobId)) {
        var figures = new LinkedHashMap<>(checkpoint.figures());
        figures.remove("step");
        epochs.add(
            new EpochResult(
                epochs.size() + 1, checkpoint.step(), figures, Optional.of(checkpoint.model())));
      }
    } catch (ResourceNotFoundException | BadRequestException e) {
      return List.of();
    }
    return epochs;
  }

  @Override
  public FineTunedModel await() {
    return awaited(() -> end.get());
  }

  @Override
  public Optional<FineTunedModel> await(Duration timeout) {
    return awaited(
        () -> {
          try {
            return Optional.of(end.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
          } catch (TimeoutException e) {
            return Optional.empty();
          }
        });
  }

  private interface Waiting<T> {
    T get() throws InterruptedException, ExecutionException;
  }

  private <T> T awaited(Waiting<T> waiting) {
    try {
      return waiting.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EntityMatchingException(
          "interrupted while waiting for job '" + jobId + "', which goes on", e, true);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new EntityMatchingException("job '" + jobId + "' cannot be followed: " + e, e);
    }
  }

  @Override
  public void cancel() {
    if (end.isDone() || !cancelling.compareAndSet(false, true)) {
      return;
    }
    try {
      FineTuningJob unused = client.fineTuning().cancel(jobId);
    } catch (BadRequestException e) {
      // A server refuses to cancel what is over.
      if (!client.fineTuning().retrieve(jobId).status().isFinal()) {
        cancelling.set(false);
        throw e;
      }
    } catch (RuntimeException e) {
      cancelling.set(false);
      throw e;
    }
  }

  /** Stops looking; the job goes on. */
  @Override
  public void close() {
    closed = true;
    looking.interrupt();
    end.completeExceptionally(
        new EntityMatchingException("the run was closed; job '" + jobId + "' goes on"));
  }

  private FineTuningProgress progress(
      State state, long step, OptionalLong total, Optional<Duration> left) {
    Duration elapsed = Duration.ofNanos(time.nanos() - started);
    return new FineTuningProgress(state, step, total, 0, elapsed, left);
  }

  private Optional<Duration> left(FineTuningJob job) {
    return job.estimatedFinish()
        .map(finish -> Duration.between(time.now(), finish))
        .filter(left -> !left.isNegative());
  }

  private static State state(FineTuningJob.Status status) {
    return switch (status) {
      case RUNNING -> State.RUNNING;
      case SUCCEEDED -> State.SUCCEEDED;
      case FAILED -> State.FAILED;
      case CANCELLED -> State.CANCELLED;
      case VALIDATING_FILES, QUEUED, PAUSED, UNKNOWN -> State.QUEUED;
    };
  }

  private static Level level(String word) {
    return switch (word) {
      case "error" -> Level.ERROR;
      case "warn", "warning" -> Level.WARNING;
      default -> Level.INFO;
    };
  }
}
