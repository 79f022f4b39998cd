package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningMetrics;
import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.Precision;
import io.github.em4j.onnx.checkpoint.TensorType;
import io.github.em4j.prompts.PromptRenderer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.training.ClassBalance;
import io.github.em4j.training.PairExamples;
import io.github.em4j.training.lora.LoraOptions;
import io.github.em4j.training.lora.LoraOptionsBuilder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a LoRA adapter. */
@Command(
    name = "finetune",
    description = {
      "Train a LoRA adapter of a Llama-like checkpoint on labelled pairs, on the CPU or a GPU.",
      "After every epoch the model is validated; the adapter of the epoch with the best F1 is kept. It lies in PEFT's format in"
          + " --out, with a model card and a log of the run (run.jsonl).",
      "Nothing is read of a test split."
    })
final class FinetuneCommand implements Runnable {

  /** Values for how to train that were found for models of a size. */
  enum Preset {
    /** The paper's, for Llama 3.1 8B. */
    paper,
    /** For em4j-tiny. */
    tiny
  }

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR|tiny",
      description = "The checkpoint, a Hugging Face folder; or 'tiny' for em4j-tiny, which ships.")
  private Path model;

  @Option(
      names = "--train",
      required = true,
      paramLabel = "PATH",
      description =
          "Data set whose train split to learn from, or a file of pairs; repeat to learn from several together.")
  private List<Path> train;

  @Option(
      names = "--valid",
      paramLabel = "PATH",
      description =
          "Data set whose validation split decides, for training data that comes without one.")
  private List<Path> valid = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the adapter and the run.")
  private Path out;

  @Option(
      names = "--resume",
      description =
          "Go on with the run in --out that was interrupted; data and options must be the same.")
  private boolean resume;

  @Option(
      names = "--preset",
      paramLabel = "P",
      description =
          "How to train: ${COMPLETION-CANDIDATES} (default: paper, and tiny for em4j-tiny).")
  private Optional<Preset> preset = Optional.empty();

  @Option(
      names = "--explanations",
      paramLabel = "KIND",
      description =
          "Learn to explain as well: ${COMPLETION-CANDIDATES}. --train then names JSON lines with 'left', 'right', 'label'"
              + " (0 or 1) and 'explanation'.")
  private ExplanationKind explanations = ExplanationKind.NONE;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs, in place of the preset's.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Highest learning rate, in place of the preset's.")
  private Optional<Double> learningRate = Optional.empty();

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Stop after N epochs without a better validation F1 (default: never).")
  private Optional<Integer> patience = Optional.empty();

  @Option(
      names = "--one-order",
      description = "Learn each pair only as it is, and not with its sides exchanged as well.")
  private boolean oneOrder;

  @Option(
      names = "--merged",
      paramLabel = "TYPE",
      description =
          "Also write the checkpoint with the adapter merged into it, as ${COMPLETION-CANDIDATES}.")
  private Optional<TensorType> merged = Optional.empty();

  @Option(
      names = "--device",
      paramLabel = "D",
      description =
          "cpu, or cuda:N for the GPU number N (default: ${DEFAULT-VALUE}). On a GPU the model's weights are bf16, the"
              + " adapter is fp32, and a step is computed as a whole.")
  private String device = "cpu";

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "fp32 on the CPU, bf16 on a GPU; each is the default there.")
  private Optional<Precision> precision = Optional.empty();

  @Option(
      names = "--micro-batch-tokens",
      paramLabel = "N",
      description =
          "Compute so many tokens at once, in place of the preset's on the CPU or a whole step on a GPU: fewer take less"
              + " memory.")
  private Optional<Integer> microBatchTokens = Optional.empty();

  @Option(
      names = "--checkpointing",
      description =
          "Compute activations again in place of keeping them: less memory, a third more time.")
  private boolean checkpointing;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one per core).")
  private Optional<Integer> threads = Optional.empty();

  @Option(names = "--seed", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

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

  @Mixin private JsonOption json;

  /** What came of a run. */
  private record Figures(
      String model,
      String trainedOn,
      String adapter,
      long examples,
      long matches,
      int bestEpoch,
      List<Map<String, Double>> epochs,
      Map<String, Double> metrics) {}

  @Override
  public void run() {
    requireFolder();
    ModelChoice chosen = ModelChoice.of(model);
    LoraOptions options = options(chosen);
    Wording.of(template, chosen.isTiny(), entity.orElse("entity"));
    FineTuningData data = data(chosen);
    PrintWriter notes = json.progress();
    notes.printf(
        "Learning from %s: %s%s%n",
        data.name(), ClassBalance.of(data), oneOrder ? "" : ", both orders of each pair counted");
    FineTunedModel trained = new AdapterTraining(chosen, options, merged).train(data, out, notes);
    print(trained, json.table());
    json.write(
        new Figures(
            trained.id().toString(),
            data.name(),
            out.toString(),
            data.examples().size(),
            data.count(MatchLabel.MATCH),
            trained.bestEpoch().orElse(0),
            trained.epochs().stream().map(EpochResult::metrics).toList(),
            trained.metrics()));
  }

  private void requireFolder() {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new BadArgumentException("--out needs a folder, found the file " + out);
    }
    if (!resume && Files.isDirectory(out) && !isFree(out)) {
      throw new BadArgumentException(
          "--out needs an empty or a new folder, or --resume to go on with a run, found files in "
              + out);
    }
    if (resume && !Files.isDirectory(out)) {
      throw new BadArgumentException("--resume needs the folder of a run, found none at " + out);
    }
  }

  /** A run that was refused before it began leaves the file that it locked. */
  private static boolean isFree(Path folder) {
    return InputPaths.filesIn(folder).stream().allMatch(file -> file.endsWith("run.lock"));
  }

  private LoraOptions options(ModelChoice chosen) {
    Preset wanted = preset.orElse(chosen.isTiny() ? Preset.tiny : Preset.paper);
    LoraOptionsBuilder changed =
        (wanted == Preset.tiny ? LoraOptions.tiny() : LoraOptions.paper()).toBuilder().seed(seed);
    try {
      epochs.ifPresent(changed::epochs);
      learningRate.ifPresent(changed::learningRate);
      patience.ifPresent(changed::earlyStopping);
      threads.ifPresent(changed::threads);
      changed.device(Device.parse(device));
      precision.ifPresent(changed::precision);
      microBatchTokens.ifPresent(changed::microBatchTokens);
      return changed.checkpointing(checkpointing).build();
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
  }

  private FineTuningData data(ModelChoice chosen) {
    if (explanations != ExplanationKind.NONE) {
      return explainedData(chosen);
    }
    List<Dataset> sources = BenchmarkPaths.open(train, json.progress());
    TrainingSet set = TrainingSet.of(sources, BenchmarkPaths.open(valid, json.progress()));
    return examples(set.name(), chosen, set.train())
        .train(set.train())
        .validate(set.validation())
        .build();
  }

  private FineTuningData explainedData(ModelChoice chosen) {
    List<ExplainedPairs.Pair> explained = new ArrayList<>();
    InputPaths.existing(train)
        .forEach(file -> explained.addAll(ExplainedPairs.read(file, explanations)));
    PairExamples examples =
        examples(
            String.valueOf(train.get(0).getFileName()),
            chosen,
            explained.stream().map(ExplainedPairs.Pair::pair).toList());
    explained.forEach(pair -> examples.train(pair.pair(), pair.why()));
    for (Dataset given : BenchmarkPaths.open(valid, json.progress())) {
      examples.validate(SplitRoles.require(given, Dataset.VALIDATION).pairs());
    }
    return examples.build();
  }

  private PairExamples examples(String name, ModelChoice chosen, List<LabeledPair> pairs) {
    List<CandidatePair> read = pairs.stream().map(LabeledPair::pair).toList();
    RecordText text = RecordText.of(read, entity, attributes);
    PromptRenderer renderer =
        PromptRenderer.builder()
            .template(Wording.of(template, chosen.isTiny(), text.entity()))
            .serializer(text.serializer())
            .build();
    return PairExamples.of(name, renderer).explanation(explanations).bothOrders(!oneOrder);
  }

  private void print(FineTunedModel trained, PrintWriter table) {
    int best = trained.bestEpoch().orElse(0);
    var epochTable =
        new TextTable("epoch", "validation F1", "precision", "recall", "validation loss", "");
    for (EpochResult epoch : trained.epochs()) {
      epochTable.row(
          epoch.epoch(),
          percent(epoch, FineTuningMetrics.VALIDATION_F1),
          percent(epoch, FineTuningMetrics.VALIDATION_PRECISION),
          percent(epoch, FineTuningMetrics.VALIDATION_RECALL),
          epoch.metric(FineTuningMetrics.VALIDATION_LOSS).isPresent()
              ? String.format(
                  Locale.ROOT,
                  "%.4f",
                  epoch.metric(FineTuningMetrics.VALIDATION_LOSS).getAsDouble())
              : "–",
          epoch.epoch() == best ? "kept" : "");
    }
    epochTable.print(table);
    table.printf(
        "%nThe adapter lies in %s. Evaluate it:%n  em4j evaluate --matcher llama --model %s --adapter %s%s --data PATH%n",
        out, quoted(model.toString()), quoted(out.toString()), wording());
    table.flush();
  }

  /** What was said of the questions when the adapter learned, to be said again. */
  private String wording() {
    var said = new StringBuilder();
    template.ifPresent(given -> said.append(" --template ").append(quoted(given)));
    entity.ifPresent(given -> said.append(" --entity ").append(quoted(given)));
    if (!attributes.isEmpty()) {
      said.append(" --attributes ").append(quoted(String.join(",", attributes)));
    }
    return said.toString();
  }

  /** As a shell takes it for one argument. */
  private static String quoted(String argument) {
    return argument.matches("[\\p{Alnum}/\\\\:.,_=-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  private static String percent(EpochResult epoch, String metric) {
    return epoch.metric(metric).isPresent() ? Percent.of(epoch.metric(metric).getAsDouble()) : "–";
  }
}
