package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.dataset.DatasetReader;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.Row;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.examples.study.PublishedRun;
import io.github.em4j.examples.study.PublishedScores;
import io.github.em4j.examples.study.RecordedMaterial;
import io.github.em4j.examples.study.RecordedRun;
import io.github.em4j.prompts.answer.AnswerReader;
import io.github.em4j.prompts.answer.AnswerReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the folder of recorded answers and published scores: {@code responses_*.jsonl.gz}, {@code
 * expected.csv} and {@code zero_shot_baseline_reported.csv}.
 */
final class RecordedFolder {
  private static final String RESPONSES = "responses_";
  private static final String EXPECTED = "expected.csv";
  private static final String ZERO_SHOT = "zero_shot_baseline_reported.csv";

  private RecordedFolder() {}

  /**
   * Reads all of a folder.
   *
   * @throws BadArgumentException if it holds no recorded answers
   */
  static RecordedMaterial read(Path folder) {
    InputPaths.existing(List.of(folder));
    if (!Files.isDirectory(folder)) {
      throw new BadArgumentException("--recorded needs a folder, found the file " + folder);
    }
    List<Path> files =
        InputPaths.filesIn(folder).stream()
            .filter(file -> String.valueOf(file.getFileName()).startsWith(RESPONSES))
            .sorted()
            .toList();
    if (files.isEmpty()) {
      throw new BadArgumentException(
          "--recorded needs a folder with files '%s*.jsonl.gz', found none in %s"
              .formatted(RESPONSES, folder));
    }
    List<PublishedRun> expected = published(folder.resolve(EXPECTED));
    List<RecordedRun> runs = new ArrayList<>();
    files.forEach(file -> runs.addAll(runs(file, expected)));
    return new RecordedMaterial(runs, published(folder.resolve(ZERO_SHOT)), PublishedScores.read());
  }

  private static List<PublishedRun> published(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (Stream<Row> rows = DatasetReader.streamRows(file)) {
      return rows.map(row -> published(new RecordedRow(file, row))).toList();
    }
  }

  private static PublishedRun published(RecordedRow row) {
    return new PublishedRun(
        dataset(row),
        prompt(row),
        row.number("accuracy"),
        row.number("precision"),
        row.number("recall"),
        row.number("f1"),
        Math.round(row.number("num_minus1")));
  }

  /** The rows of a file are grouped by prompt; each group is a run over the same test pairs. */
  private static List<RecordedRun> runs(Path file, List<PublishedRun> expected) {
    Map<List<String>, Answers> found = new LinkedHashMap<>();
    try (Stream<Row> rows = DatasetReader.streamRows(file)) {
      rows.map(row -> new RecordedRow(file, row))
          .forEach(
              row ->
                  found
                      .computeIfAbsent(List.of(dataset(row), prompt(row)), key -> new Answers())
                      .add(row));
    }
    List<RecordedRun> runs = new ArrayList<>();
    found.forEach(
        (key, answers) ->
            runs.add(answers.run(key.get(0), key.get(1), find(expected, key.get(0), key.get(1)))));
    return runs;
  }

  private static Optional<PublishedRun> find(
      List<PublishedRun> expected, String dataset, String prompt) {
    return expected.stream()
        .filter(run -> run.dataset().equals(dataset) && run.prompt().equals(prompt))
        .findFirst();
  }

  /** The whole test splits are recorded; "full" tells them from the samples of early runs. */
  private static String dataset(RecordedRow row) {
    return row.text("dataset").replaceFirst("-full$", "");
  }

  /** The prompt's name without the word for the entities. */
  private static String prompt(RecordedRow row) {
    return row.text("task").replaceFirst(" \\(.*\\)$", "");
  }

  /** The answers of one run. */
  private static final class Answers {
    private static final Provenance RECORDED = Provenance.of("recorded answers");

    private final List<LabeledPair> pairs = new ArrayList<>();
    private final List<MatchOutcome> paper = new ArrayList<>();
    private final List<MatchOutcome> strict = new ArrayList<>();

    void add(RecordedRow row) {
      CandidatePair pair =
          new CandidatePair(
              EntityDescription.of(row.side(0)).with("text", row.text("left")),
              EntityDescription.of(row.side(1)).with("text", row.text("right")));
      pairs.add(new LabeledPair(pair, row.label()));
      String text = row.text("response_raw");
      AnswerReading reading = AnswerReader.YES_NO.read(text);
      paper.add(decision(pair, text, reading.paper()));
      strict.add(decision(pair, text, reading.strict()));
    }

    private static MatchOutcome decision(
        CandidatePair pair, String text, Optional<MatchLabel> label) {
      MatchDecision.Builder decision = MatchDecision.builder(pair, RECORDED).rawAnswer(text);
      label.ifPresent(decision::label);
      return decision.build();
    }

    RecordedRun run(String dataset, String prompt, Optional<PublishedRun> published) {
      var split = new DatasetSplit("test", pairs);
      return new RecordedRun(
          dataset, prompt, Predictions.of(split, paper), Predictions.of(split, strict), published);
    }
  }
}
