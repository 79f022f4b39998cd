package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchOptions;
import io.github.em4j.Provenance;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.LeakDetector;
import io.github.em4j.dataset.LeakReport;
import io.github.em4j.dataset.LeakReport.SplitOverlap;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import io.github.em4j.evaluation.EvaluationReport;
import io.github.em4j.openai.OpenAiClient;
import io.github.em4j.openai.OpenAiModel;
import io.github.em4j.prompts.PromptedMatcher;
import io.github.em4j.training.baseline.BaselineMatcher;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Evaluates a matcher: one that is trained here, or a language model as it is. */
@Command(
    name = "evaluate",
    description = {
      "Evaluate a matcher on the test split of one or more data sets.",
      "Without --data it runs on the synthetic benchmark that ships with em4j.",
      "The matcher 'baseline' is trained first: on the data set's own train split, or on all of"
          + " --train-on. Calibration and threshold are chosen on validation splits; nothing is"
          + " chosen on a test split.",
      "The matcher 'llama' asks a language model about every pair, and is not trained here. A pair"
          + " is a match from p(match) 0.5 on, the probability of the answer Yes against No.",
      "The matcher 'openai' asks a server that speaks OpenAI's protocol, in the same way."
    })
final class EvaluateCommand implements Runnable {

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Data set to evaluate on, or a folder of such; may be repeated. Default: the synthetic"
              + " benchmark.")
  private List<Path> data = List.of();

  @Option(
      names = "--matcher",
      paramLabel = "KIND",
      description = "Which matcher: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private MatcherKind matcher = MatcherKind.baseline;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "Score N pairs of each test split, drawn by --seed with the split's share of matches.")
  private Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Mixin private JsonOption json;

  @ArgGroup(validate = false, heading = "%nWith --matcher baseline:%n")
  private TrainingOptions training = new TrainingOptions();

  @ArgGroup(validate = false, heading = "%nWith --matcher llama, which needs --model:%n")
  private LlamaOptions llama = new LlamaOptions();

  @ArgGroup(
      validate = false,
      heading =
          "%nWith --matcher openai, which needs --base-url and --model NAME, and takes --template,"
              + " --entity and --attributes as well:%n")
  private OpenAiOptions openai = new OpenAiOptions();

  @Spec private CommandSpec command;

  @Override
  public void run() {
    matcher.refuseOptionsOfOthers(command.commandLine().getParseResult());
    if (limit.isPresent() && limit.get() < 1) {
      throw new BadArgumentException("--limit must be at least 1, found " + limit.get());
    }
    boolean synthetic = data.isEmpty();
    List<Dataset> targets =
        synthetic
            ? List.of(
                SyntheticBenchmark.products().seed(seed).build().generate(),
                SyntheticBenchmark.publications().seed(seed).build().generate())
            : BenchmarkPaths.open(data, json.progress());
    targets.forEach(SplitRoles::test);
    List<Evaluation> cells =
        switch (matcher) {
          case baseline -> trainAndEvaluate(targets, synthetic);
          case llama -> askAndEvaluate(targets, synthetic);
          case openai -> askServerAndEvaluate(targets, synthetic);
        };
    PrintWriter out = json.table();
    if (synthetic) {
      out.printf(
          "Synthetic benchmark, seed %d: invented records that ship with em4j, no published data"
              + " set%n%n",
          seed);
    }
    EvaluationTable.print(cells, out);
    json.write(cells.stream().map(Evaluation::figures).toList());
  }

  private TestPairs testPairs(Dataset target) {
    DatasetSplit split = SplitRoles.test(target);
    return limit.isPresent() ? TestPairs.sample(split, limit.get(), seed) : TestPairs.all(split);
  }

  private List<Evaluation> trainAndEvaluate(List<Dataset> targets, boolean synthetic) {
    PrintWriter progress = json.progress();
    var cells = new ArrayList<Evaluation>();
    for (TrainingOptions.Run run : training.runs(targets, synthetic, progress)) {
      TrainingSet source = run.source();
      progress.printf(
          "Training %s on %s (%s, %,d pairs; %s) ...%n",
          matcher,
          source.name(),
          source.trainSplits(),
          source.train().size(),
          source.holdsOut()
              ? "no validation split: some pairs are held out, --valid names one"
              : "validation on " + source.validationSplits());
      long started = System.nanoTime();
      try (BaselineMatcher trained = source.trainBaseline(seed)) {
        var how = new Training(source, (System.nanoTime() - started) / 1e9);
        for (Dataset target : run.targets()) {
          TestPairs test = testPairs(target);
          warnOfLeaks(source, target, test.split(), progress);
          progress.printf("Evaluating on %s (%s) ...%n", target.name(), test);
          EvaluationReport report =
              TestRun.evaluate(trained, test, MatchOptions.DEFAULTS.batchSize(), progress);
          cells.add(
              new Evaluation(
                  matcher,
                  Optional.of(how),
                  target.name(),
                  test,
                  synthetic,
                  report,
                  report.provenance()));
        }
      }
    }
    return cells;
  }

  private List<Evaluation> askAndEvaluate(List<Dataset> targets, boolean synthetic) {
    try (OpenLlama open = llama.open(json.progress())) {
      return evaluateAsking(
          targets,
          synthetic,
          open.batchSize(),
          text -> llama.matcher(open, text).build(),
          open::describe);
    }
  }

  private List<Evaluation> askServerAndEvaluate(List<Dataset> targets, boolean synthetic) {
    String name = llama.modelName();
    try (OpenAiClient client = openai.client(name);
        OpenAiModel model = openai.model(client, name, json.progress())) {
      try {
        List<Evaluation> cells =
            evaluateAsking(
                targets,
                synthetic,
                openai.batchSize(),
                text -> openai.matcher(llama.matcher(model, text)),
                provenance -> provenance);
        openai.noteMissingScores(cells, json.progress());
        return cells;
      } finally {
        ServerReport.print(
            client.statistics(), openai.advice(client.statistics()), json.progress());
      }
    }
  }

  private List<Evaluation> evaluateAsking(
      List<Dataset> targets,
      boolean synthetic,
      int batchSize,
      Function<RecordText, PromptedMatcher> matcherOf,
      UnaryOperator<Provenance> describe) {
    PrintWriter progress = json.progress();
    var cells = new ArrayList<Evaluation>();
    for (Dataset target : targets) {
      List<CandidatePair> whole =
          SplitRoles.test(target).pairs().stream().map(LabeledPair::pair).toList();
      RecordText text = llama.text(whole);
      TestPairs test = testPairs(target);
      progress.printf(
          "Evaluating on %s (%s), asking about '%s' by %s ...%n",
          target.name(), test, text.entity(), text.serializer().description());
      try (PromptedMatcher asking = matcherOf.apply(text)) {
        EvaluationReport report = TestRun.evaluate(asking, test, batchSize, progress);
        cells.add(
            new Evaluation(
                matcher,
                Optional.empty(),
                target.name(),
                test,
                synthetic,
                report,
                describe.apply(report.provenance())));
      }
    }
    return cells;
  }

  /**
   * Pairs that the test shares with what the matcher learned or chose from count, but not unsaid.
   */
  private static void warnOfLeaks(
      TrainingSet source, Dataset target, DatasetSplit test, PrintWriter progress) {
    LeakReport report =
        LeakDetector.withDefaults()
            .check(
                List.of(
                    new DatasetSplit("training", source.train()),
                    new DatasetSplit("validation", source.validation()),
                    new DatasetSplit("test pairs", test.pairs())));
    for (String part : List.of("training", "validation")) {
      SplitOverlap overlap = report.overlap(part, "test pairs").orElseThrow();
      int shared = Math.max(overlap.ids().anyOrder(), overlap.texts().anyOrder());
      if (shared > 0) {
        progress.printf(
            "Note: of the test pairs of %s, %,d are also among the %s pairs (see 'em4j leaks');"
                + " they count as they are.%n",
            target.name(), shared, part);
      }
    }
  }
}
