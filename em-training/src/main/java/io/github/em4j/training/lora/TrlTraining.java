package io.github.em4j.training.lora;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.Provenance;
import io.github.em4j.internal.FieldDigest;
import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningEvent.Message.Level;
import io.github.em4j.model.FineTuningProgress;
import io.github.em4j.model.FineTuningProgress.State;
import io.github.em4j.model.ModelId;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The work of a run that TRL does: what it is told, what it says, and what it leaves. */
final class TrlTraining implements AutoCloseable {
  private static final String TRAINER = "trainer";

  private final Job job;
  private final RunFolder folder;
  private final TrainingRun run;
  private final TrlData data;
  private final Optional<ExternalProgram> program;
  private final RunLog log;
  private final Pace pace = new Pace();
  private final List<EpochResult> epochs = new ArrayList<>();
  private final Map<String, Double> metrics = new LinkedHashMap<>();

  private long step;
  private Duration lastStep = Duration.ZERO;

  /**
   * What a run is asked to do.
   *
   * @param base the model
   * @param options how
   * @param data on what
   * @param suffix what the result is called after the model
   * @param command the program and what comes first of its arguments
   * @param arguments what comes last of them
   * @param grace how long the program may take to end when it is asked to
   */
  record Job(
      Checkpoint base,
      LoraOptions options,
      FineTuningData data,
      Optional<String> suffix,
      List<String> command,
      List<String> arguments,
      Duration grace) {

    String trainer() {
      return String.join(" ", command);
    }

    Map<String, String> facts() {
      Map<String, String> facts = new LinkedHashMap<>(options.toMap());
      facts.remove("threads");
      facts.put("base model", base.fingerprint());
      facts.put("data", data.sha256());
      facts.put(TRAINER, trainer());
      facts.put("arguments", argumentsSha256());
      return facts;
    }

    /** In place of the arguments, which may hold a token of an account. */
    private String argumentsSha256() {
      FieldDigest digest = new FieldDigest();
      arguments.forEach(digest::add);
      return digest.finish();
    }
  }

  private TrlTraining(
      Job job, RunFolder folder, TrainingRun run, TrlData data, Optional<ExternalProgram> program) {
    this.job = job;
    this.folder = folder;
    this.run = run;
    this.data = data;
    this.program = program;
    log = new RunLog(folder.log(), Map.of());
  }

  /** Compares the folder with the job, writes the data and, unless all is done, starts TRL. */
  static TrlTraining start(Job job, RunFolder folder, TrainingRun run) {
    folder.requireSame(job.facts());
    TrlData data = TrlData.write(folder.file("data"), job.base(), job.data(), job.options());
    if (folder.isFinished(AdapterOutput.LAST_FILE)) {
      return new TrlTraining(job, folder, run, data, Optional.empty());
    }
    folder.clearWork();
    folder.writeEpochs(List.of());
    new RunLog(folder.log(), Map.of()).keepUntil(0, 0);
    List<String> command = new ArrayList<>(job.command());
    command.addAll(TrlArguments.of(job.base().path(), data, job.options(), folder));
    command.addAll(job.arguments());
    try {
      ExternalProgram program =
          ExternalProgram.start(
              command,
              folder.path(),
              TrlArguments.environment(job.options(), folder),
              output(folder),
              job.grace());
      return new TrlTraining(job, folder, run, data, Optional.of(program));
    } catch (EntityMatchingException e) {
      throw new EntityMatchingException(
          e.getMessage()
              + "; TRL comes with 'pip install trl peft', and the fine-tuner's command can say"
              + " where it lies",
          e);
    }
  }

  private static Path output(RunFolder folder) {
    return folder.file("trl.log");
  }

  FineTunedModel run() {
    epochs.addAll(folder.epochs());
    if (program.isPresent()) {
      if (data.dropped() > 0) {
        run.say(Level.WARNING, data.dropped() + " examples were too long and left out");
      }
      await(program.get());
      publish(program.get());
    }
    folder.finish(job.options().keepEpochs);
    return model();
  }

  private void await(ExternalProgram trl) {
    int code = trl.await(this::read, run::requireWanted);
    if (code != 0) {
      run.requireWanted();
      throw new EntityMatchingException(
          "'%s' ended with code %d. All that it said is in %s, at last:\n%s"
              .formatted(job.trainer(), code, output(folder), trl.tail()));
    }
  }

  private void read(String text) {
    Optional<TrlLogLine> line = TrlLogLine.parse(text);
    if (line.isEmpty()) {
      run.say(Level.INFO, text);
      return;
    }
    switch (line.get().kind()) {
      case STEP -> takeStep(line.get());
      case VALIDATION -> finishEpoch(line.get());
      case RUN -> {
        metrics.putAll(line.get().metrics());
        run.say(Level.INFO, text);
      }
    }
  }

  private void takeStep(TrlLogLine line) {
    // TRL prints four digits of the epoch and no step.
    step = Math.max(step, Math.round(line.epoch() * stepsPerEpoch()));
    Duration now = run.elapsed();
    pace.addStep(now.minus(lastStep).toMillis() / 1000.0);
    lastStep = now;
    log.step(step, line.metrics());
    FineTuningProgress progress = progress((int) line.epoch());
    run.report(progress, new FineTuningEvent.Progressed(progress, line.metrics()));
  }

  private void finishEpoch(TrlLogLine line) {
    int epoch = (int) Math.round(line.epoch());
    int before = epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).epoch();
    FineTuningProgress progress = progress(epoch);
    if (epoch <= before) {
      // Arguments of the caller can make TRL validate more often.
      run.report(progress, new FineTuningEvent.Progressed(progress, line.metrics()));
      return;
    }
    EpochResult result = new EpochResult(epoch, step, line.metrics(), Optional.empty());
    epochs.add(result);
    log.epoch(step, epoch, line.metrics());
    folder.writeEpochs(epochs);
    run.report(progress, new FineTuningEvent.EpochFinished(result, progress));
  }

  private int stepsPerEpoch() {
    return data.batches().totalSteps() / job.options().epochs;
  }

  private FineTuningProgress progress(int epoch) {
    long total = Math.max(data.batches().totalSteps(), step);
    return new FineTuningProgress(
        State.RUNNING,
        step,
        OptionalLong.of(total),
        epoch,
        run.elapsed(),
        Optional.of(pace.left((int) (total - step), 0)));
  }

  private void publish(ExternalProgram trl) {
    try {
      LoraAdapter.open(folder.work(), job.base().config());
    } catch (EntityMatchingException e) {
      throw new EntityMatchingException(
          "'%s' ended without an adapter that em4j can use: %s. At last it said:\n%s"
              .formatted(job.trainer(), e.getMessage(), trl.tail()),
          e);
    }
    TrlState.newest(folder.work()).ifPresent(state -> folder.writeText(TrlState.FILE, state));
    folder.publish(folder.work(), AdapterOutput.FILES);
  }

  private FineTunedModel model() {
    LoraAdapter adapter = LoraAdapter.open(folder.path(), job.base().config());
    Provenance provenance =
        job.data()
            .provenance()
            .with(Provenance.MODEL, job.base().name() + "@" + job.base().fingerprint())
            .with(Provenance.ADAPTER, adapter.sha256())
            .with(Provenance.TRAINED_ON, job.data().name() + "@" + job.data().sha256())
            .with(Provenance.SEED, Long.toString(job.options().seed))
            .with(TRAINER, job.trainer());
    String name = job.base().name() + "+" + job.suffix().orElse(job.data().name());
    return new FineTunedModel(
        new ModelId("onnx", name, Optional.of("adapter." + adapter.sha256())),
        Optional.of(folder.path()),
        TrlState.bestEpoch(folder.file(TrlState.FILE), epochs),
        epochs,
        metrics,
        provenance);
  }

  /** Ends the program where it has not ended, and all that it started. */
  @Override
  public void close() {
    program.ifPresent(ExternalProgram::close);
  }
}
