package io.github.em4j.training.lora;

import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuningCancelledException;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningEvent.Message.Level;
import io.github.em4j.model.FineTuningMetrics;
import io.github.em4j.model.FineTuningProgress;
import io.github.em4j.model.FineTuningProgress.State;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.onnx.checkpoint.TensorType;
import io.github.em4j.onnx.graph.Weight;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The work of a run, from the first step to the last or from where an earlier process stopped. */
final class LoraTraining {
  /** How many times as bad as a guess a model may be: a healthy one is never worse than one. */
  private static final double DIVERGED = 3;

  private final Job job;
  private final RunFolder folder;
  private final LoraTrainingRun run;
  private final EncodedExamples encoded;
  private final TrainingPlan plan;
  private final LearningRateSchedule schedule;
  private final AdapterOutput output;
  private final RunLog log;
  private final Validation validation;
  private final Pace pace = new Pace();
  private final List<EpochResult> epochs = new ArrayList<>();

  /**
   * What a run is asked to do.
   *
   * @param base the model
   * @param options how
   * @param data on what
   * @param suffix what the result is called after the model
   * @param starting the adapter to go on from
   * @param merged how a merged checkpoint is written, empty for none
   */
  record Job(
      Checkpoint base,
      LoraOptions options,
      FineTuningData data,
      Optional<String> suffix,
      Optional<LoraAdapter> starting,
      Optional<TensorType> merged) {}

  private LoraTraining(Job job, RunFolder folder, LoraTrainingRun run, EncodedExamples encoded) {
    this.job = job;
    this.folder = folder;
    this.run = run;
    this.encoded = encoded;
    plan = new TrainingPlan(encoded.examples(), job.options());
    schedule = job.options().schedule(plan.totalSteps());
    output = new AdapterOutput(job, encoded);
    log = new RunLog(folder.log());
    validation = new Validation(job.base().path(), job.data().validation(), job.options());
  }

  /** Encodes the examples and compares the folder with the job. */
  static LoraTraining prepare(Job job, RunFolder folder, LoraTrainingRun run) {
    int maxLength = Math.min(job.options().maxLength, job.base().config().maxPositions());
    EncodedExamples encoded;
    try (ChatTokenizer tokenizer = job.base().openTokenizer()) {
      encoded = EncodedExamples.of(job.data().examples(), tokenizer, maxLength, job.options());
    }
    Map<String, String> facts = new LinkedHashMap<>(job.options().toMap());
    // Another number of threads adds up in another order.
    int threads = job.options().threads;
    facts.put(
        "threads",
        Integer.toString(threads > 0 ? threads : Runtime.getRuntime().availableProcessors()));
    facts.put("base model", job.base().fingerprint());
    facts.put("data", job.data().sha256());
    facts.put("tokens", encoded.sha256());
    facts.put("starting from", job.starting().map(LoraAdapter::sha256).orElse("none"));
    folder.requireSame(facts);
    return new LoraTraining(job, folder, run, encoded);
  }

  FineTunedModel run() {
    epochs.addAll(folder.epochs());
    if (folder.isFinished()) {
      folder.finish(job.options().keepEpochs);
      return output.model(folder, epochs);
    }
    if (encoded.dropped() + encoded.truncated() > 0) {
      run.say(
          Level.WARNING,
          "%d examples were too long and left out, %d were cut inside their values"
              .formatted(encoded.dropped(), encoded.truncated()));
    }
    int step = 0;
    try (TrainingSession session = open()) {
      try {
        train(session);
      } finally {
        step = session.steps();
      }
    } catch (FineTuningCancelledException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw TrainingFailures.explained(e, job.options(), step);
    }
    return publish();
  }

  private TrainingSession open() {
    LoraOptions options = job.options();
    Map<String, Weight> weights = new LinkedHashMap<>();
    job.base().tensors().forEach((name, tensor) -> weights.put(name, Weight.of(tensor)));
    int longest = encoded.examples().stream().mapToInt(TrainingExample::length).max().orElseThrow();
    TrainingSession session =
        TrainingSession.builder(job.base().config(), weights, new Trainable.Lora(options.adapter))
            .optimizer(options.optimizer)
            .maxGradientNorm(options.maxGradientNorm)
            .maxLength(longest)
            .checkpointing(options.checkpointing)
            .threads(options.threads, false)
            .seed(options.seed)
            .open();
    try {
      job.starting().ifPresent(adapter -> output.startFrom(session, adapter));
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private void train(TrainingSession session) {
    if (Files.exists(folder.state())) {
      session.restore(folder.state());
      run.say(Level.INFO, "going on after step " + session.steps());
    }
    epochs.removeIf(result -> result.step() > session.steps());
    log.keepUntil(session.steps(), epochs.size());
    if (session.steps() > epochs.size() * plan.stepsPerEpoch()
        && session.steps() % plan.stepsPerEpoch() == 0) {
      finishEpoch(session);
    }
    while (session.steps() < plan.totalSteps() && !isStoppedEarly()) {
      takeStep(session);
      boolean epochEnds = session.steps() % plan.stepsPerEpoch() == 0;
      if (epochEnds || session.steps() % job.options().saveEverySteps == 0) {
        session.save(folder.state());
      }
      if (epochEnds) {
        finishEpoch(session);
      }
    }
  }

  private void takeStep(TrainingSession session) {
    long start = System.nanoTime();
    int step = session.steps();
    List<List<TrainingExample>> window = plan.window(step);
    double weight =
        window.stream().flatMap(List::stream).mapToDouble(TrainingExample::weight).sum();
    double loss = 0;
    for (List<TrainingExample> batch : window) {
      run.requireWanted();
      loss += session.accumulate(batch, weight);
    }
    requireSane(loss, step);
    double rate = schedule.rate(step);
    TrainingStep taken = session.step(rate);
    if (!taken.isFinite()) {
      throw diverged(step, loss, taken.gradientNorm());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    pace.addStep(seconds);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(FineTuningMetrics.TRAIN_LOSS, taken.loss());
    metrics.put(FineTuningMetrics.LEARNING_RATE, rate);
    metrics.put(FineTuningMetrics.GRADIENT_NORM, taken.gradientNorm());
    metrics.put(FineTuningMetrics.TOKENS_PER_SECOND, taken.tokens() / seconds);
    metrics.put(FineTuningMetrics.MEMORY_BYTES, (double) ProcessMemory.bytes());
    log.step(taken.step(), metrics);
    FineTuningProgress progress = progress(taken.step());
    run.report(progress, new FineTuningEvent.Progressed(progress, metrics));
  }

  private void requireSane(double loss, int step) {
    double guess = Math.log(job.base().config().vocabSize());
    if (!(loss <= DIVERGED * guess)) {
      throw diverged(step, loss, Double.NaN);
    }
  }

  private TrainingDivergedException diverged(int step, double loss, double gradientNorm) {
    return new TrainingDivergedException(
        ("at step %d the loss is %s and the gradient norm %s; a smaller learning rate (now %s) or a"
                + " longer warm-up may help. What was saved last is in %s")
            .formatted(step + 1, loss, gradientNorm, job.options().learningRate, folder.path()));
  }

  /** Writes the adapter, validates it, and keeps it where it is the best. */
  private void finishEpoch(TrainingSession session) {
    int epoch = epochs.size() + 1;
    output.write(session, folder.epoch(epoch));
    Map<String, Double> metrics = validation.measure(folder.epoch(epoch), run::requireWanted);
    EpochResult result =
        new EpochResult(
            epoch, session.steps(), metrics, Optional.of(folder.epoch(epoch).toString()));
    epochs.add(result);
    log.epoch(session.steps(), epoch, metrics);
    folder.writeEpochs(epochs);
    if (!job.options().keepEpochs) {
      int best = BestEpoch.of(epochs);
      epochs.stream()
          .mapToInt(EpochResult::epoch)
          .filter(other -> other != best)
          .forEach(folder::deleteEpoch);
    }
    pace.addValidation(result.metric("valid_seconds").orElse(0));
    FineTuningProgress progress = progress(session.steps());
    run.report(progress, new FineTuningEvent.EpochFinished(result, progress));
  }

  private boolean isStoppedEarly() {
    int patience = job.options().patience;
    return patience > 0
        && !epochs.isEmpty()
        && epochs.size() - BestEpoch.of(epochs) >= patience
        && !job.data().validation().isEmpty();
  }

  private FineTuningProgress progress(int step) {
    int total = plan.totalSteps();
    Duration left = pace.left(total - step, job.options().epochs - step / plan.stepsPerEpoch());
    return new FineTuningProgress(
        State.RUNNING,
        step,
        OptionalLong.of(total),
        step / plan.stepsPerEpoch(),
        run.elapsed(),
        Optional.of(left));
  }

  private FineTunedModel publish() {
    folder.publish(folder.epoch(BestEpoch.of(epochs)));
    output.complete(folder, epochs);
    FineTunedModel model = output.model(folder, epochs);
    folder.finish(job.options().keepEpochs);
    return model;
  }
}
