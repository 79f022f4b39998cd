package io.github.em4j.training.lora;

import io.github.em4j.EntityMatchingException;
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
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.onnx.graph.Weight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The work of a run on this machine, from the first step to the last or from where an earlier
 * process stopped. What an interrupted run goes on from is saved before an epoch is validated: a
 * run that is ended in between begins with the validation, which gives the same figures.
 */
final class LocalTraining {
  /** How many times as bad as a guess a model may be: a healthy one is never worse than one. */
  private static final double DIVERGED = 3;

  private final TrainingJob job;
  private final RunFolder folder;
  private final TrainingRun run;
  private final EncodedExamples encoded;
  private final TrainingPlan plan;
  private final LearningRateSchedule schedule;
  private final TrainingOutput output;
  private final RunLog log;
  private final Validation validation;
  private final Pace pace = new Pace();
  private final List<EpochResult> epochs = new ArrayList<>();

  /** What the run is at, for the messages of failures. */
  private String phase = "before the first step";

  private LocalTraining(
      TrainingJob job,
      TrainingOutput output,
      RunFolder folder,
      TrainingRun run,
      EncodedExamples encoded) {
    this.job = job;
    this.output = output;
    this.folder = folder;
    this.run = run;
    this.encoded = encoded;
    plan = new TrainingPlan(encoded.examples(), job.options());
    schedule = job.options().schedule(plan.totalSteps());
    log = new RunLog(folder.log(), job.options().deviceMap());
    validation = new Validation(output, job.data().validation(), job.options());
  }

  /**
   * Starts a run.
   *
   * @param output what it makes
   * @param path its folder
   * @param listener is told what happens
   */
  static FineTuningRun start(
      TrainingJob job, TrainingOutput output, Path path, FineTuningListener listener) {
    TrainingRun run = new TrainingRun(path, listener);
    RunFolder folder = RunFolder.open(path);
    try {
      LocalTraining training = prepare(job, output, folder, run);
      run.start(
          () -> {
            try (folder) {
              return training.run();
            }
          });
    } catch (RuntimeException | Error e) {
      folder.close();
      throw e;
    }
    return run;
  }

  /** Encodes the examples and compares the folder with the job. */
  private static LocalTraining prepare(
      TrainingJob job, TrainingOutput output, RunFolder folder, TrainingRun run) {
    job.options().arithmetic().requireDevice();
    int maxLength = Math.min(job.options().maxLength, job.base().config().maxPositions());
    EncodedExamples encoded;
    try (ChatTokenizer tokenizer = job.base().openTokenizer()) {
      encoded = EncodedExamples.of(job.data().examples(), tokenizer, maxLength, job.options());
    }
    Map<String, String> facts = new LinkedHashMap<>(job.options().facts());
    facts.put("base model", job.base().fingerprint());
    facts.put("data", job.data().sha256());
    facts.put("tokens", encoded.sha256());
    facts.putAll(output.facts());
    folder.requireSame(facts);
    return new LocalTraining(job, output, folder, run, encoded);
  }

  private FineTunedModel run() {
    epochs.addAll(folder.epochs());
    boolean finished = folder.isFinished(output.lastFile());
    if (finished && epochs.isEmpty()) {
      throw new EntityMatchingException(
          folder.path() + " holds the result of a run, but its epochs.json is gone");
    }
    if (finished) {
      run.say(Level.INFO, folder.path() + " holds what this run came to; it is not trained again");
    } else if (encoded.dropped() + encoded.truncated() > 0) {
      run.say(
          Level.WARNING,
          "%d examples were too long and left out, %d were cut inside their values"
              .formatted(encoded.dropped(), encoded.truncated()));
    }
    try {
      if (!finished) {
        train();
        phase = "when the result was written";
        output.publish(folder, folder.epoch(BestEpoch.of(epochs)));
      }
      output.complete(folder, encoded, epochs);
      folder.finish(job.options().keepEpochs);
      return output.model(folder, encoded, folder.withFolders(epochs));
    } catch (FineTuningCancelledException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw TrainingFailures.explained(e, job.options(), phase);
    }
  }

  private void train() {
    if (job.options().device.isCuda()) {
      run.say(Level.INFO, "training in " + job.options().arithmetic());
    }
    try (TrainingSession session = open()) {
      train(session);
    }
  }

  private TrainingSession open() {
    TrainingOptions options = job.options();
    Map<String, Weight> weights = new LinkedHashMap<>();
    job.base().tensors().forEach((name, tensor) -> weights.put(name, Weight.of(tensor)));
    int longest = encoded.examples().stream().mapToInt(TrainingExample::length).max().orElseThrow();
    TrainingSession session =
        TrainingSession.builder(job.base().config(), weights, options.trainable())
            .device(options.device)
            .precision(options.arithmetic().precision())
            .optimizer(options.optimizer)
            .maxGradientNorm(options.maxGradientNorm)
            .maxLength(longest)
            .checkpointing(options.checkpointing)
            .threads(options.threads, false)
            .seed(options.seed)
            .open();
    try {
      output.begin(session);
      return session;
    } catch (RuntimeException | Error e) {
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
      run.say(Level.INFO, "validating epoch %d, which was not done".formatted(epochs.size() + 1));
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
    phase = "at step " + (step + 1);
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
      throw diverged(
          step, "the loss is %s and the gradient norm %s".formatted(loss, taken.gradientNorm()));
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
      throw diverged(step, "the loss is " + loss);
    }
  }

  private TrainingDivergedException diverged(int step, String figures) {
    String kept =
        Files.exists(folder.state())
            ? "%s holds the state that was saved last and %d finished epochs"
                .formatted(folder.path(), epochs.size())
            : "nothing was saved before";
    return new TrainingDivergedException(
        ("at step %d %s; a smaller learning rate (now %s) or a longer warm-up may help, in another"
                + " folder. %s")
            .formatted(step + 1, figures, job.options().learningRate, kept));
  }

  /** Writes the model, validates it, and keeps it where it is the best. */
  private void finishEpoch(TrainingSession session) {
    int epoch = epochs.size() + 1;
    phase = "in the validation of epoch " + epoch;
    output.write(session, folder.epoch(epoch));
    if (!job.data().validation().isEmpty()) {
      session.release();
    }
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
    EpochResult told = folder.withFolders(List.of(result)).get(0);
    run.report(progress, new FineTuningEvent.EpochFinished(told, progress));
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
}
