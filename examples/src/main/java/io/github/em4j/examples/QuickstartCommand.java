package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchDecision;
import io.github.em4j.OcclusionExplainer;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import io.github.em4j.evaluation.EvaluationReport;
import io.github.em4j.internal.WholeFile;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.onnx.OnnxLlama;
import io.github.em4j.prompts.EntitySerializer;
import io.github.em4j.prompts.PromptRenderer;
import io.github.em4j.prompts.PromptTemplates;
import io.github.em4j.prompts.PromptedMatcher;
import io.github.em4j.training.PairExamples;
import io.github.em4j.training.baseline.BaselineMatcher;
import io.github.em4j.training.lora.LoraOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The paper's experiment in small, on what ships with em4j. */
@Command(
    name = "quickstart",
    description = {
      "Run the paper's experiment in small, on the model that ships: ask it as it is, train a LoRA adapter on one domain, and"
          + " see what that changes at home and in another domain, beside a classical matcher.",
      "Without --data it runs on the synthetic benchmark that ships with em4j, a few minutes on two cores. Started again, it"
          + " goes on where it stopped, or only evaluates."
    })
final class QuickstartCommand implements Runnable {
  private static final int EPOCHS_ON_SYNTHETIC = 3;
  private static final int BATCH = 64;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A folder of data sets to run on, for example that of the benchmarks.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--train-on",
      paramLabel = "NAME",
      description = "With --data: the data set to learn from (default: ${DEFAULT-VALUE}).")
  private String trainOn = "abt-buy";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the adapter and the report (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("em4j-quickstart");

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs of training (default: 3, and 4 with --data).")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one per core).")
  private Optional<Integer> threads = Optional.empty();

  @Option(names = "--seed", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Mixin private JsonOption json;

  @Override
  public void run() {
    long started = System.nanoTime();
    PrintWriter notes = json.progress();
    LoraOptions options = options();
    ModelChoice tiny = ModelChoice.tiny();
    List<Dataset> datasets = datasets(notes);
    Dataset home = datasets.get(0);
    TrainingSet source = TrainingSet.of(List.of(home), List.of());
    List<QuickstartReport.Row> rows = new ArrayList<>();

    notes.println("1 of 4: em4j-tiny as it is ...");
    try (OnnxLlama model = open(OnnxLlama.builder(tiny.folder()))) {
      rows.add(asked("em4j-tiny, zero-shot", model, datasets));
    }
    notes.printf("2 of 4: LoRA on %s (%,d pairs) ...%n", home.name(), source.train().size());
    Path adapter = out.resolve("adapter");
    new AdapterTraining(tiny, options, Optional.empty()).train(examples(source), adapter, notes);
    notes.println("3 of 4: em4j-tiny with the adapter ...");
    QuickstartReport.Example example;
    try (OnnxLlama model = open(OnnxLlama.builder(tiny.folder()).adapter(adapter))) {
      rows.add(asked("em4j-tiny, LoRA on " + home.name(), model, datasets));
      example = example(model, home);
    }
    notes.printf("4 of 4: the classical matcher, trained on %s ...%n", home.name());
    try (BaselineMatcher baseline = source.trainBaseline(seed)) {
      rows.add(
          new QuickstartReport.Row(
              "classical, trained on " + home.name(),
              datasets.stream().map(dataset -> evaluated(baseline, dataset)).toList()));
    }
    var report =
        new QuickstartReport(
            datasets.stream().map(Dataset::name).toList(),
            data.isEmpty(),
            seed,
            rows,
            example,
            (System.nanoTime() - started) / 1e9);
    Path file = write(report);
    print(report, adapter, file);
    json.write(report.figures());
  }

  /** The one to learn from first. */
  private List<Dataset> datasets(PrintWriter notes) {
    if (data.isEmpty()) {
      return List.of(
          SyntheticBenchmark.products().seed(seed).build().generate(),
          SyntheticBenchmark.publications().seed(seed).build().generate());
    }
    List<Dataset> all = BenchmarkPaths.open(List.of(data.get()), notes);
    Dataset home =
        all.stream()
            .filter(dataset -> dataset.name().equals(trainOn))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadArgumentException(
                        "--train-on must be one of %s, found '%s'"
                            .formatted(all.stream().map(Dataset::name).toList(), trainOn)));
    List<Dataset> ordered = new ArrayList<>(List.of(home));
    all.stream().filter(dataset -> dataset != home).forEach(ordered::add);
    ordered.forEach(SplitRoles::test);
    return ordered;
  }

  private OnnxLlama open(OnnxLlama.Builder builder) {
    threads.ifPresent(builder::threads);
    return builder.build();
  }

  private LoraOptions options() {
    if (threads.isPresent() && threads.get() < 1) {
      throw new BadArgumentException("--threads must be at least 1, found " + threads.get());
    }
    var options = LoraOptions.tiny().toBuilder().seed(seed);
    threads.ifPresent(options::threads);
    if (data.isEmpty()) {
      options.epochs(EPOCHS_ON_SYNTHETIC);
    }
    try {
      epochs.ifPresent(options::epochs);
      return options.build();
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
  }

  private static FineTuningData examples(TrainingSet source) {
    PromptRenderer renderer =
        PromptRenderer.builder()
            .template(PromptTemplates.compact())
            .serializer(text(source.train()).serializer())
            .build();
    return PairExamples.of(source.name(), renderer)
        .bothOrders(true)
        .train(source.train())
        .validate(source.validation())
        .build();
  }

  private static RecordText text(List<LabeledPair> pairs) {
    List<CandidatePair> read = pairs.stream().map(LabeledPair::pair).toList();
    return RecordText.of(read, Optional.empty(), List.of());
  }

  private static PromptedMatcher matcher(OnnxLlama model, DatasetSplit split) {
    return PromptedMatcher.builder(model)
        .template(PromptTemplates.compact())
        .serializer(text(split.pairs()).serializer())
        .build();
  }

  private QuickstartReport.Row asked(String name, OnnxLlama model, List<Dataset> datasets) {
    List<EvaluationReport> reports = new ArrayList<>();
    for (Dataset dataset : datasets) {
      reports.add(evaluated(matcher(model, SplitRoles.test(dataset)), dataset));
    }
    return new QuickstartReport.Row(name, reports);
  }

  private EvaluationReport evaluated(EntityMatcher matcher, Dataset dataset) {
    return TestRun.evaluate(
        matcher, TestPairs.all(SplitRoles.test(dataset)), BATCH, json.progress());
  }

  /** The first match of the test split that is found, and which words made it one. */
  private static QuickstartReport.Example example(OnnxLlama model, Dataset home) {
    DatasetSplit test = SplitRoles.test(home);
    PromptedMatcher matcher = matcher(model, test);
    List<CandidatePair> matches =
        test.pairs().stream()
            .filter(pair -> pair.label().isMatch())
            .map(LabeledPair::pair)
            .limit(BATCH)
            .toList();
    MatchDecision decision =
        matcher.matchAll(matches).stream()
            .filter(MatchDecision.class::isInstance)
            .map(MatchDecision.class::cast)
            .filter(MatchDecision::isMatch)
            .findFirst()
            .orElseGet(() -> matcher.match(test.pairs().get(0).pair()));
    CandidatePair pair = decision.pair();
    EntitySerializer serializer = text(test.pairs()).serializer();
    return new QuickstartReport.Example(
        serializer.serialize(pair.left()),
        serializer.serialize(pair.right()),
        decision.isMatch(),
        decision.matchProbability().orElse(Double.NaN),
        new OcclusionExplainer(matcher).explain(pair).comparisons());
  }

  private Path write(QuickstartReport report) {
    Path file = out.resolve("report.html");
    try {
      WholeFile.writeString(file, report.html());
      return file;
    } catch (IOException e) {
      throw new EntityMatchingException("cannot write " + file + ": " + e, e);
    }
  }

  private void print(QuickstartReport report, Path adapter, Path file) {
    PrintWriter table = json.table();
    report.print(table);
    table.printf(
        Locale.ROOT,
        "%nAdapter: %s (PEFT's format, with a model card)%nReport:  %s%nDone in %.0f s.%n",
        adapter,
        file,
        report.seconds());
    table.flush();
  }
}
