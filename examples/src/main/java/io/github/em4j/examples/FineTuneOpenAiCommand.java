package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.openai.OpenAiClient;
import io.github.em4j.openai.OpenAiFineTuner;
import io.github.em4j.prompts.PromptRenderer;
import io.github.em4j.training.ClassBalance;
import io.github.em4j.training.PairExamples;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has a server fine-tune a model. */
@Command(
    name = "fine-tune-openai",
    description = {
      "Fine-tune a model on a server that speaks OpenAI's protocol: write and check the training"
          + " file, upload it, start a job and follow it. The job goes on when this program ends;"
          + " --job follows it again.",
      "Nothing is read of a test split."
    })
final class FineTuneOpenAiCommand implements Runnable {
  /** The base of a job whose server does not name it. */
  private static final String UNNAMED = "unnamed";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The base model's name on the server; needed with --train.")
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--train",
      paramLabel = "PATH",
      description =
          "Data set whose train split to learn from, or a file of pairs; may be repeated.")
  private List<Path> train = List.of();

  @Option(
      names = "--valid",
      paramLabel = "PATH",
      description = "Data set to validate on, for training data that comes without a split for it.")
  private List<Path> valid = List.of();

  @Option(
      names = "--job",
      paramLabel = "ID",
      description =
          "Follow this job in place of starting one; of the others, only --interval counts then.")
  private Optional<String> job = Optional.empty();

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs (default: the server's).")
  private Optional<Integer> epochs = Optional.empty();

  @Option(names = "--suffix", paramLabel = "TEXT", description = "What the new name ends with.")
  private Optional<String> suffix = Optional.empty();

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "How often to look at the job (default: 30).")
  private double interval = 30;

  @Option(names = "--seed", paramLabel = "N", description = "Seed (default: 42).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--template",
      paramLabel = "T",
      description = "The wording of the question, as for 'evaluate'.")
  private Optional<String> template = Optional.empty();

  @Option(
      names = "--entity",
      paramLabel = "WORD",
      description = "What the question calls the records, as for 'evaluate'.")
  private Optional<String> entity = Optional.empty();

  @Option(
      names = "--attributes",
      paramLabel = "NAME",
      split = ",",
      description = "The attributes that the model reads, as for 'evaluate'.")
  private List<String> attributes = List.of();

  @Mixin private ServerOptions server;
  @Mixin private JsonOption json;

  /** What came of a run: what is needed to use the model, and to say where it comes from. */
  private record Figures(
      String model,
      String baseModel,
      String job,
      List<EpochResult> epochs,
      Map<String, Double> metrics,
      Map<String, String> provenance) {}

  @Override
  public void run() {
    if (job.isPresent() != train.isEmpty()) {
      throw new BadArgumentException("fine-tune-openai needs either --train PATH or --job ID");
    }
    if (job.isEmpty() && model.isEmpty()) {
      throw new BadArgumentException("fine-tune-openai --train needs --model NAME");
    }
    if (job.isPresent()) {
      requireNothingElse();
    }
    if (!(interval > 0)) {
      throw new BadArgumentException(
          "--interval needs a positive number of seconds, found " + interval);
    }
    PrintWriter notes = json.progress();
    FineTuningOptions.Builder options =
        FineTuningOptions.builder().seed(seed.orElse(42L)).listener(event -> tell(event, notes));
    epochs.ifPresent(options::epochs);
    suffix.ifPresent(options::suffix);
    try (OpenAiClient client = server.client()) {
      String base =
          model.orElseGet(() -> client.fineTuning().retrieve(job.orElseThrow()).baseModel());
      try (FineTuningRun run = start(client, base, options.build(), notes)) {
        follow(run, base, notes);
      }
    }
  }

  /** A job that is under way cannot be changed any more. */
  private void requireNothingElse() {
    var without = new ArrayList<String>();
    model.ifPresent(given -> without.add("--model"));
    epochs.ifPresent(given -> without.add("--epochs"));
    suffix.ifPresent(given -> without.add("--suffix"));
    seed.ifPresent(given -> without.add("--seed"));
    valid.stream().limit(1).forEach(given -> without.add("--valid"));
    template.ifPresent(given -> without.add("--template"));
    entity.ifPresent(given -> without.add("--entity"));
    attributes.stream().limit(1).forEach(given -> without.add("--attributes"));
    if (!without.isEmpty()) {
      throw new BadArgumentException(
          "--job follows a job as it was started, without " + String.join(", ", without));
    }
  }

  private void follow(FineTuningRun run, String base, PrintWriter notes) {
    notes.printf("Job %s%n", run.id());
    notes.flush();
    FineTunedModel tuned = run.await();
    String name = tuned.id().name();
    json.table().printf("The model is %s%n", name);
    json.table().printf("Try it: em4j evaluate --matcher openai --model %s --base-url ...%n", name);
    json.table().flush();
    json.write(
        new Figures(
            name, base, run.id(), tuned.epochs(), tuned.metrics(), tuned.provenance().facts()));
  }

  private FineTuningRun start(
      OpenAiClient client, String base, FineTuningOptions options, PrintWriter notes) {
    Duration between = Duration.ofMillis(Math.max(1, Math.round(interval * 1000)));
    OpenAiFineTuner tuner =
        OpenAiFineTuner.builder(client, base.isBlank() ? UNNAMED : base).interval(between).build();
    if (job.isPresent()) {
      return tuner.resume(job.get(), options);
    }
    FineTuningData data = data();
    notes.printf("Learning from %s: %s%n", data.name(), ClassBalance.of(data));
    return tuner.start(data, options);
  }

  private FineTuningData data() {
    TrainingSet set =
        TrainingSet.of(
            BenchmarkPaths.open(train, json.progress()),
            BenchmarkPaths.open(valid, json.progress()));
    List<CandidatePair> pairs = set.train().stream().map(LabeledPair::pair).toList();
    RecordText text = RecordText.of(pairs, entity, attributes);
    PromptRenderer renderer =
        PromptRenderer.builder()
            .template(Wording.of(template, false, text.entity()))
            .serializer(text.serializer())
            .build();
    return PairExamples.of(set.name(), renderer)
        .train(set.train())
        .validate(set.validation())
        .build();
  }

  private static void tell(FineTuningEvent event, PrintWriter notes) {
    if (event instanceof FineTuningEvent.Message message) {
      notes.println(message.text());
    } else if (event instanceof FineTuningEvent.Progressed progressed) {
      notes.println(
          progressed.progress()
              + (progressed.metrics().isEmpty() ? "" : " " + progressed.metrics()));
    } else if (event instanceof FineTuningEvent.EpochFinished finished) {
      notes.println(finished.progress() + " " + finished.result().metrics());
    }
    notes.flush();
  }
}
