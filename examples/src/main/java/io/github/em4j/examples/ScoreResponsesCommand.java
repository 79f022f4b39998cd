package io.github.em4j.examples;

import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.DatasetReader;
import io.github.em4j.dataset.Row;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.ConfusionCounts.AnswerCounts;
import io.github.em4j.prompts.answer.AnswerReader;
import io.github.em4j.prompts.answer.AnswerReading;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Scores recorded model answers, per data set and prompt, under the paper's rule and the strict
 * one.
 */
@Command(
    name = "score-responses",
    description = {
      "Score recorded model answers per data set and prompt.",
      "A line of FILE is a JSON object with 'dataset', 'task', 'label' (0 or 1) and 'response_raw'. The columns come"
          + " from the paper's rule (the answer contains 'yes', else 'no'); 'strict' is F1 where the first word alone"
          + " decides. Unparsed answers count as non-matches in precision, recall and F1, and as wrong in accuracy."
    })
final class ScoreResponsesCommand implements Runnable {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "JSON lines, plain or gzip'ed.")
  private List<Path> files;

  @Mixin private JsonOption json;

  /** What one row of the table is about. */
  private record Cell(String dataset, String task) {}

  /** The figures of one row, scores as fractions. */
  private record Figures(
      String dataset,
      String task,
      long rows,
      long positives,
      double precision,
      double recall,
      double f1,
      double accuracy,
      long unparsed,
      double strictF1,
      double strictAccuracy,
      long strictUnparsed) {

    static Figures of(Cell cell, Tally tally) {
      return new Figures(
          cell.dataset(),
          cell.task(),
          tally.paper.total(),
          tally.paper.matches().total(),
          tally.paper.precision(),
          tally.paper.recall(),
          tally.paper.f1(),
          tally.paper.accuracy(),
          tally.paper.undecided(),
          tally.strict.f1(),
          tally.strict.accuracy(),
          tally.strict.undecided());
    }
  }

  /** Counts under both rules. */
  private static final class Tally {
    private ConfusionCounts paper = ConfusionCounts.NONE;
    private ConfusionCounts strict = ConfusionCounts.NONE;

    void add(MatchLabel truth, AnswerReading answer) {
      paper = paper.plus(one(truth, answer.paper()));
      strict = strict.plus(one(truth, answer.strict()));
    }

    private static ConfusionCounts one(MatchLabel truth, Optional<MatchLabel> answer) {
      long match = answer.filter(MatchLabel::isMatch).isPresent() ? 1 : 0;
      long undecided = answer.isEmpty() ? 1 : 0;
      var counts = new AnswerCounts(match, 1 - match - undecided, undecided, 0);
      return truth.isMatch()
          ? new ConfusionCounts(counts, AnswerCounts.NONE)
          : new ConfusionCounts(AnswerCounts.NONE, counts);
    }
  }

  @Override
  public void run() {
    var tallies = new LinkedHashMap<Cell, Tally>();
    for (Path file : InputPaths.existing(files)) {
      try (Stream<Row> rows = DatasetReader.streamRows(file)) {
        rows.forEach(row -> count(new RecordedRow(file, row), tallies));
      }
    }
    List<Figures> figures =
        tallies.entrySet().stream().map(e -> Figures.of(e.getKey(), e.getValue())).toList();
    print(figures);
    json.write(figures);
  }

  private static void count(RecordedRow row, Map<Cell, Tally> tallies) {
    var cell = new Cell(row.text("dataset"), row.text("task"));
    AnswerReading answer = AnswerReader.YES_NO.read(row.text("response_raw"));
    tallies.computeIfAbsent(cell, c -> new Tally()).add(row.label(), answer);
  }

  private void print(List<Figures> figures) {
    var table =
        new TextTable(
            "dataset",
            "task",
            "rows",
            "positives",
            "precision",
            "recall",
            "F1",
            "accuracy",
            "unparsed",
            "strict F1",
            "strict unparsed");
    for (Figures f : figures) {
      table.row(
          f.dataset(),
          f.task(),
          f.rows(),
          f.positives(),
          Percent.of(f.precision()),
          Percent.of(f.recall()),
          Percent.of(f.f1()),
          Percent.of(f.accuracy()),
          f.unparsed(),
          Percent.of(f.strictF1()),
          f.strictUnparsed());
    }
    table.print(json.table());
  }
}
