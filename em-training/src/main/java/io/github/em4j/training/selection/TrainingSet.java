package io.github.em4j.training.selection;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.dataset.DatasetFormatException;
import io.github.em4j.dataset.DatasetSplit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Labelled pairs to train on, with where they come from: what the set started with, and what every
 * step did to every pair. {@link TrainingSetPipeline} makes it; it lies in a folder of text files:
 *
 * <table>
 *   <caption>Files</caption>
 *   <tr><th>file</th><th>what it has</th></tr>
 *   <tr><td>{@code run.json}</td><td>sources and held-out splits by their hashes, steps with their
 *     settings</td></tr>
 *   <tr><td>{@code 0-sources.jsonl}</td><td>the pairs that the set started with</td></tr>
 *   <tr><td>{@code 1-error-filter.jsonl}, …</td><td>what a step did: a line for each pair that it
 *     was given. A pair that it passed on unchanged is not written again; of one that it changed,
 *     only what is different</td></tr>
 *   <tr><td>{@code training-set.jsonl}</td><td>the pairs of the set: key, label (0 or 1), both sides
 *     with id and attributes in their order, and where there are such, annotations, explanation and
 *     the key of the pair that it was generated from</td></tr>
 *   <tr><td>{@code summary.txt}, {@code summary.json}</td><td>{@link #summary()}</td></tr>
 * </table>
 *
 * <p>None of them holds a time or a path: the same sources, settings and answers give the same
 * bytes. Immutable.
 */
public final class TrainingSet {
  private final ObjectNode run;
  private final List<TrainingPair> sources;
  private final List<StepOutcomes> steps;
  private final List<TrainingPair> pairs;
  private final TrainingSetSummary summary;

  TrainingSet(
      ObjectNode run,
      List<TrainingPair> sources,
      List<StepOutcomes> steps,
      List<TrainingPair> pairs,
      TrainingSetSummary summary) {
    this.run = run;
    this.sources = List.copyOf(sources);
    this.steps = List.copyOf(steps);
    this.pairs = List.copyOf(pairs);
    this.summary = requireNonNull(summary, "summary");
  }

  /**
   * Reads a training set from its folder. All of its files are checked against one another.
   *
   * @param folder where a pipeline wrote it
   * @return the training set
   * @throws DatasetFormatException if a file is missing or broken, with its name and line
   * @throws EntityMatchingException if the pipeline has not come to its end there
   */
  public static TrainingSet read(Path folder) {
    PipelineFolder files = PipelineFolder.reading(folder);
    if (!Files.exists(files.run())) {
      throw new DatasetFormatException(
          files.run(), "there is no training set in this folder", null);
    }
    if (!Files.exists(files.summary())) {
      throw new EntityMatchingException(
          "the training set in %s is not finished; run its pipeline again to go on"
              .formatted(folder));
    }
    return new TrainingSetReader(files).read();
  }

  /**
   * Reads the pairs of a set alone, from a file such as {@code training-set.jsonl}.
   *
   * @param file a file of this form, perhaps changed by hand
   * @return its pairs in their order
   * @throws DatasetFormatException if the file cannot be read, is no such file, or two pairs have
   *     the same key
   */
  public static List<TrainingPair> readPairs(Path file) {
    return TrainingSetReader.readPairs(file);
  }

  /**
   * Writes the training set into a folder, the same bytes as its pipeline wrote.
   *
   * @param folder a new folder, an empty one, or one that has this training set already
   * @throws EntityMatchingException if the folder holds something else or cannot be written
   */
  public void write(Path folder) {
    try (PipelineFolder files = PipelineFolder.open(folder)) {
      files.requireSame(run);
      files.delete(files.summary());
      files.writePairs(files.sources(), sources);
      List<TrainingPair> given = sources;
      for (int i = 0; i < steps.size(); i++) {
        StepOutcomes step = steps.get(i);
        files.writeRecord(files.record(i + 1, step.name()), given, step.outcomes());
        given = step.passedOn();
      }
      finish(files);
    }
  }

  /** Writes what is there only when all of the records are. */
  void finish(PipelineFolder files) {
    files.writePairs(files.result(), pairs);
    files.writeSummary(summary);
  }

  /**
   * The pairs to train on.
   *
   * @return unmodifiable, in a stable order
   */
  public List<TrainingPair> pairs() {
    return pairs;
  }

  /**
   * The pairs to train on as a split, without their explanations.
   *
   * @param name what the split is to be called; not blank
   * @return the labelled pairs in the same order
   */
  public DatasetSplit asSplit(String name) {
    return new DatasetSplit(name, pairs.stream().map(TrainingPair::pair).toList());
  }

  /**
   * The pairs that the set started with.
   *
   * @return unmodifiable; the keys are {@code SOURCE:ROW}, rows counted from 1
   */
  public List<TrainingPair> sources() {
    return sources;
  }

  /**
   * What was done to every pair.
   *
   * @return one entry per step, in their order
   */
  public List<StepOutcomes> steps() {
    return steps;
  }

  /**
   * What became of a pair of the sources, or of one that was generated: the outcomes that it had,
   * in the order of the steps.
   *
   * @param key the pair's key
   * @return may be empty where no step was given such a pair
   */
  public List<PairOutcome> history(String key) {
    requireNonNull(key, "key");
    var history = new ArrayList<PairOutcome>();
    for (StepOutcomes step : steps) {
      step.outcomes().stream().filter(o -> o.key().equals(key)).forEach(history::add);
    }
    return Collections.unmodifiableList(history);
  }

  /**
   * The set in counts.
   *
   * @return its summary
   */
  public TrainingSetSummary summary() {
    return summary;
  }

  @Override
  public String toString() {
    return "TrainingSet[%d pairs, %d steps]".formatted(pairs.size(), steps.size());
  }
}
