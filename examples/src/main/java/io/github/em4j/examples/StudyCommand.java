package io.github.em4j.examples;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.examples.study.Findings;
import io.github.em4j.examples.study.RecordedMaterial;
import io.github.em4j.examples.study.RecordedReport;
import io.github.em4j.report.Report;
import io.github.em4j.report.ReportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares matchers across data sets and reports on it. */
@Command(
    name = "study",
    description = {
      "Compare matchers and fine-tuning recipes across training sets, test sets, wordings and seeds, and write a report:"
          + " scores with intervals, generalisation, calibration, robustness, cost, errors. A settings file (YAML) says what.",
      "Run again, it goes on where it stopped, and nothing runs twice. Nothing is chosen on a test split.",
      "Or, with --recorded: the paper's recorded answers and published scores, computed again."
    })
final class StudyCommand implements Runnable {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings in YAML: train, test, matchers, templates, seeds and more. Paths in it count from the current folder.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--recorded",
      paramLabel = "DIR",
      description =
          "Folder of recorded answers (responses_*.jsonl.gz) and published scores (expected.csv).")
  private Optional<Path> recorded = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of results and report, in place of the file's (default: em4j-study).")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "Score N pairs of each split, drawn with the split's share of matches. Their results are kept apart from others.")
  private Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--retry-failed",
      description =
          "Ask again about pairs that failed in an earlier run, and about those behind them in their cells. Without it they"
              + " count as no match.")
  private boolean retryFailed;

  @Option(
      names = "--dry-run",
      description = "Only say what would be run, and what that roughly costs.")
  private boolean dryRun;

  @Mixin private JsonOption json;

  @Override
  public void run() {
    long started = System.nanoTime();
    if (config.isPresent() == recorded.isPresent()) {
      throw new BadArgumentException("study needs --config FILE or --recorded DIR");
    }
    if (recorded.isPresent()) {
      refuseBesideRecorded("--limit", limit.isPresent());
      refuseBesideRecorded("--retry-failed", retryFailed);
      refuseBesideRecorded("--dry-run", dryRun);
      report(recorded.get(), started);
      return;
    }
    if (limit.isPresent() && limit.get() < 1) {
      throw new BadArgumentException("--limit must be at least 1, found " + limit.get());
    }
    StudyPlan plan =
        StudyPlan.of(SettingsFile.read(InputPaths.existing(List.of(config.get())).get(0)))
            .limitedTo(limit);
    study(plan, out.or(plan::out).orElse(Path.of("em4j-study")), started);
  }

  private static void refuseBesideRecorded(String option, boolean given) {
    if (given) {
      throw new BadArgumentException(option + " goes with --config, found --recorded");
    }
  }

  private void report(Path folder, long started) {
    RecordedMaterial material = RecordedFolder.read(folder);
    var recordedReport = RecordedReport.of(material);
    Map<String, String> files =
        write(recordedReport.document(), out.orElse(Path.of("em4j-study-recorded")));
    PrintWriter table = json.table();
    StudyTables.print(recordedReport, table);
    finish(files, started, table);
    json.write(recordedReport.figures(files));
  }

  private void study(StudyPlan plan, Path folder, long started) {
    PrintWriter notes = json.progress();
    StudyData data = StudyData.open(plan, notes);
    Path store = folder.resolve(plan.limit().map(pairs -> "results-" + pairs).orElse("results"));
    try (StudyModels models = new StudyModels(plan, folder.resolve("adapters"), notes);
        StudyRecipes recipes = new StudyRecipes(plan, models)) {
      models.requireThere();
      StudyRunner runner =
          new StudyRunner(plan, data, recipes, store, retryFailed, StudyNotes.on(notes));
      if (dryRun) {
        List<StudyCost> costs = StudyCost.of(plan, runner.planned());
        StudyTables.print(costs, json.table());
        json.write(costs.stream().map(StudyCost::figures).toList());
        return;
      }
      Findings findings = runner.run();
      notes.println("Writing the report ...");
      notes.flush();
      var errors =
          new StudyErrors(plan, data, models, recipes, store.resolve("error-classes"), notes);
      StudyReport report = new StudyReport(plan, data, findings, errors.sort(findings));
      Map<String, String> files = write(report.document(), folder);
      PrintWriter table = json.table();
      StudyTables.print(findings, table);
      StudyReport.failedPairs(findings).ifPresent(failed -> table.printf("%n%s%n", failed));
      finish(files, started, table);
      Map<String, Object> figures = new LinkedHashMap<>(StudyTables.figures(findings));
      figures.put("files", files);
      json.write(figures);
    }
  }

  private static Map<String, String> write(Report report, Path folder) {
    Map<String, String> files = new LinkedHashMap<>();
    try {
      Files.createDirectories(folder);
      for (ReportFormat format : ReportFormat.values()) {
        String name = format == ReportFormat.LATEX ? "tables" : "report";
        Path file = folder.resolve(name + "." + format.extension());
        format.write(report, file);
        files.put(format.name().toLowerCase(Locale.ROOT), file.toString());
      }
    } catch (IOException e) {
      throw new EntityMatchingException("cannot write the report into " + folder + ": " + e, e);
    }
    return files;
  }

  private static void finish(Map<String, String> files, long started, PrintWriter table) {
    table.printf(
        Locale.ROOT,
        "%nReport:  %s%nBeside it: %s%nDone in %.0f s.%n",
        files.get("html"),
        String.join(", ", files.values().stream().skip(1).toList()),
        (System.nanoTime() - started) / 1e9);
    table.flush();
  }
}
