package io.github.em4j.examples;

import io.github.em4j.training.export.ExportedFiles;
import io.github.em4j.training.selection.PricePerMillion;
import io.github.em4j.training.selection.TrainingSet;
import io.github.em4j.training.selection.TrainingSetPipeline;
import io.github.em4j.training.selection.TrainingSetStep;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a training set step by step. */
@Command(
    name = "training-set",
    description = {
      "Make a training set: filter, explain, generate, balance and choose labelled pairs step by step, with a record of what"
          + " was done to every pair. What a settings file (YAML) can say, options can say as well.",
      "Run again, an interrupted run goes on where it stopped. Nothing is learnt of held-out splits: the validation and"
          + " test splits of the sources are, and leaks into them are counted.",
      "Example: em4j training-set --data abt-buy --step leaks --step error-filter,judge=classical --export trl --out set"
    })
final class TrainingSetCommand implements Runnable {

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "Settings in YAML: sources, held-out, models, steps, export, entity, attributes, template, seed, out. Paths in"
              + " it count from the current folder.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the training set, in place of the file's.")
  private Optional<Path> out = Optional.empty();

  @Mixin private TrainingSetOptions options;
  @Mixin private JsonOption json;

  @Override
  public void run() {
    if (file.isPresent() && options.areThere()) {
      throw new BadArgumentException(
          "a settings file says all but --out and --json; found other options beside it");
    }
    if (file.isEmpty() && !options.areThere()) {
      throw new BadArgumentException("training-set needs a settings FILE, or --data and --step");
    }
    TrainingSetPlan plan =
        TrainingSetPlan.of(
            file.isPresent()
                ? SettingsFile.read(InputPaths.existing(List.of(file.get())).get(0))
                : options.settings());
    Path folder =
        out.or(plan::out)
            .orElseThrow(
                () ->
                    new BadArgumentException("training-set needs --out DIR or 'out' in the file"));
    make(plan, folder);
  }

  private void make(TrainingSetPlan plan, Path folder) {
    PrintWriter notes = json.progress();
    TrainingSetSources sources = TrainingSetSources.open(plan, notes);
    sources.print(notes);
    RecordText text = RecordText.of(sources.candidates(), plan.entity(), plan.attributes());
    // A wrong wording is a bad argument before the first model is opened.
    Wording.of(plan.template(), false, text.entity());
    try (TrainingSetModels models = new TrainingSetModels(plan, sources.all(), text, notes)) {
      TrainingSet set =
          pipeline(plan, sources, models, text).run(folder, new TrainingSetNotes(notes));
      models.printServers(notes);
      notes.flush();
      List<ExportedFiles> exports =
          set.pairs().isEmpty()
              ? List.of()
              : new TrainingSetExports(plan, sources.all().name(), text, sources.all().validation())
                  .write(set.pairs(), folder.resolve("export"), notes);
      print(set, folder, exports);
    }
  }

  private static TrainingSetPipeline pipeline(
      TrainingSetPlan plan, TrainingSetSources sources, TrainingSetModels models, RecordText text) {
    TrainingSetPipeline.Builder pipeline = TrainingSetPipeline.builder();
    sources.train().forEach(pipeline::source);
    sources.heldOut().forEach(pipeline::heldOut);
    var steps = new TrainingSetSteps(models, text, sources.train(), sources.heldOut(), plan.seed());
    for (PlannedStep planned : plan.steps()) {
      TrainingSetStep step = steps.of(planned);
      prices(plan, planned)
          .ifPresentOrElse(prices -> pipeline.step(step, prices), () -> pipeline.step(step));
    }
    return pipeline.build();
  }

  /** What the model that a step asks costs: nothing where it is on this machine. */
  private static Optional<PricePerMillion> prices(TrainingSetPlan plan, PlannedStep step) {
    return step.asks().map(plan.models()::get).flatMap(TrainingSetCommand::prices);
  }

  private static Optional<PricePerMillion> prices(PlannedModel model) {
    if (model instanceof PlannedModel.OpenAi server) {
      List<BigDecimal> prices = server.prices();
      return prices.isEmpty()
          ? Optional.empty()
          : Optional.of(new PricePerMillion(prices.get(0), prices.get(1)));
    }
    return Optional.of(PricePerMillion.FREE);
  }

  private void print(TrainingSet set, Path folder, List<ExportedFiles> exports) {
    PrintWriter table = json.table();
    TrainingSetTable.print(set, table);
    table.printf("It lies in %s, with a record of every pair.%n", folder);
    Map<String, String> folders = new LinkedHashMap<>();
    for (ExportedFiles export : exports) {
      folders.put(export.target().label(), export.folder().toString());
      table.printf(
          "Written for %s: %s%s%n",
          export.target().label(),
          export.folder(),
          export.command().map(command -> "  (there: " + command + ")").orElse(""));
    }
    if (set.pairs().isEmpty()) {
      table.println("No pair is left; nothing was exported.");
    }
    table.flush();
    json.write(TrainingSetTable.figures(set, folder.toString(), folders));
  }
}
