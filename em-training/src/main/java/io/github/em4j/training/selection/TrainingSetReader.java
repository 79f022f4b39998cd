package io.github.em4j.training.selection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.dataset.DatasetFormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads a training set from its folder and checks that its files go together. */
final class TrainingSetReader {
  private final PipelineFolder files;

  TrainingSetReader(PipelineFolder files) {
    this.files = files;
  }

  TrainingSet read() {
    ObjectNode run = run();
    List<TrainingPair> sources = readPairs(files.sources());
    List<TrainingPair> pairs = sources;
    var steps = new ArrayList<StepOutcomes>();
    for (JsonFields step : checked(files.run(), () -> JsonFields.of(run).objects("steps"))) {
      String name = checked(files.run(), () -> step.text("name"));
      Path record = files.record(steps.size() + 1, name);
      var outcomes = PipelineFolder.readRecord(record, pairs);
      if (outcomes.size() < pairs.size()) {
        throw new DatasetFormatException(
            record,
            "the step was given %d pairs, found %d outcomes"
                .formatted(pairs.size(), outcomes.size()),
            null);
      }
      steps.add(
          new StepOutcomes(name, checked(files.run(), () -> step.texts("settings")), outcomes));
      pairs = steps.get(steps.size() - 1).passedOn();
    }
    requireResult(pairs);
    return new TrainingSet(run, sources, steps, pairs, summary(sources, steps, pairs));
  }

  private ObjectNode run() {
    if (JsonLines.readObject(files.run()) instanceof ObjectNode run) {
      long format = checked(files.run(), () -> JsonFields.of(run).count("format"));
      if (format != PipelinePlan.FORMAT) {
        throw new DatasetFormatException(
            files.run(),
            "the format must be %d, found %d".formatted(PipelinePlan.FORMAT, format),
            null);
      }
      return run;
    }
    throw new DatasetFormatException(files.run(), "must be a JSON object", null);
  }

  /** The pairs of the set are there for others to read; here they have to be what the steps say. */
  private void requireResult(List<TrainingPair> pairs) {
    List<TrainingPair> written = readPairs(files.result());
    for (int i = 0; i < Math.max(pairs.size(), written.size()); i++) {
      if (i >= pairs.size()
          || i >= written.size()
          || !PairJson.areAlike(pairs.subList(i, i + 1), written.subList(i, i + 1))) {
        String expected = i < pairs.size() ? "pair " + pairs.get(i).key() : "no further pair";
        String found = i < written.size() ? "pair " + written.get(i).key() : "none";
        throw new DatasetFormatException(
            files.result(),
            i + 1L,
            -1,
            "the last step passed on %s, found %s or one that differs from it"
                .formatted(expected, found),
            null);
      }
    }
  }

  private TrainingSetSummary summary(
      List<TrainingPair> sources, List<StepOutcomes> steps, List<TrainingPair> pairs) {
    JsonFields json =
        checked(files.summary(), () -> JsonFields.of(JsonLines.readObject(files.summary())));
    List<Optional<PricePerMillion>> prices =
        checked(files.summary(), () -> SummaryJson.readPrices(json));
    if (prices.size() != steps.size()) {
      throw new DatasetFormatException(
          files.summary(),
          "the set has %d steps, found %d".formatted(steps.size(), prices.size()),
          null);
    }
    return new TrainingSetSummary(
        SummaryCounts.sources(sources),
        IntStream.range(0, steps.size())
            .mapToObj(i -> SummaryCounts.step(steps.get(i), prices.get(i)))
            .toList(),
        SummaryCounts.balance(pairs),
        SummaryCounts.repetitions(pairs),
        checked(files.summary(), () -> SummaryJson.readLeaks(json)));
  }

  /** Reads pairs, each with a key of its own. */
  static List<TrainingPair> readPairs(Path file) {
    var pairs = new ArrayList<TrainingPair>();
    Set<String> keys = new HashSet<>();
    JsonLines.readWhole(
        file,
        line -> {
          TrainingPair pair = PairJson.read(line);
          if (!keys.add(pair.key())) {
            throw new IllegalArgumentException("the key %s is there twice".formatted(pair.key()));
          }
          pairs.add(pair);
        });
    return pairs;
  }

  private interface Reading<T> {
    T read();
  }

  private static <T> T checked(Path file, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IllegalArgumentException e) {
      throw new DatasetFormatException(file, String.valueOf(e.getMessage()), e);
    }
  }
}
