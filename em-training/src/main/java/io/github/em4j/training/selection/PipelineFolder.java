package io.github.em4j.training.selection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.FolderLock;
import io.github.em4j.internal.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of a training set: {@code run.json} says what is made of what; {@code 0-sources.jsonl}
 * has the pairs that it starts with; then comes a record for every step; and at the end {@code
 * training-set.jsonl}, {@code summary.txt} and {@code summary.json}. The last one is there only
 * when all the others are. A lock keeps other processes out; its file {@code run.lock} stays.
 */
final class PipelineFolder implements AutoCloseable {
  private static final String LOCK = "run.lock";
  private static final String RUN = "run.json";
  private static final String SUMMARY_TEXT = "summary.txt";

  private final Path path;
  private Optional<FolderLock> lock = Optional.empty();

  private PipelineFolder(Path path) {
    this.path = path;
  }

  /** A folder that is only read, and not locked. */
  static PipelineFolder reading(Path path) {
    return new PipelineFolder(path);
  }

  /**
   * Makes the folder where it is missing, and locks it.
   *
   * @throws EntityMatchingException if it is something else already, or another run is at work in
   *     it
   */
  static PipelineFolder open(Path path) {
    PipelineFolder folder = new PipelineFolder(path);
    try {
      Files.createDirectories(path);
      try (Stream<Path> files = Files.list(path)) {
        Optional<Path> stranger = files.filter(file -> !isLeftOver(file)).sorted().findFirst();
        if (stranger.isPresent() && !Files.exists(folder.run())) {
          throw new EntityMatchingException(
              "a training set needs a new folder or that of an interrupted run, but %s holds %s"
                  .formatted(path, stranger.get().getFileName()));
        }
      }
      folder.lock();
      folder.deleteLeftOvers();
      return folder;
    } catch (IOException e) {
      folder.close();
      throw new EntityMatchingException("the folder " + path + " cannot be used: " + e, e);
    }
  }

  private void lock() throws IOException {
    lock = FolderLock.take(path.resolve(LOCK));
    if (lock.isEmpty()) {
      throw new EntityMatchingException("another run is at work in " + path);
    }
  }

  /** What a killed process leaves of a file that it was writing. */
  private static boolean isLeftOver(Path file) {
    return file.toString().endsWith(".partial") || file.endsWith(LOCK);
  }

  private void deleteLeftOvers() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".partial")).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Lets other runs in. */
  @Override
  public void close() {
    try {
      if (lock.isPresent()) {
        lock.get().close();
        lock = Optional.empty();
      }
    } catch (IOException e) {
      throw new EntityMatchingException("the folder " + path + " cannot be left: " + e, e);
    }
  }

  Path path() {
    return path;
  }

  Path run() {
    return path.resolve(RUN);
  }

  Path sources() {
    return path.resolve("0-sources.jsonl");
  }

  /** The record of a step; the first one has the number 1. */
  Path record(int number, String step) {
    return path.resolve(number + "-" + step + ".jsonl");
  }

  /** The record of what a step had measured. */
  Path measurement(int number, String step) {
    return path.resolve(number + "-" + step + ".measured.jsonl");
  }

  Path result() {
    return path.resolve("training-set.jsonl");
  }

  Path summary() {
    return path.resolve("summary.json");
  }

  /**
   * Notes what is made of what, or compares with what was noted before.
   *
   * @throws EntityMatchingException if the folder is of another training set; the message names
   *     what differs
   */
  void requireSame(ObjectNode run) {
    if (!Files.exists(run())) {
      writeText(RUN, JsonLines.pretty(run));
      return;
    }
    Map<String, String> before = new LinkedHashMap<>();
    flatten("", JsonLines.readObject(run()), before);
    Map<String, String> now = new LinkedHashMap<>();
    flatten("", run, now);
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(now.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String was = before.getOrDefault(name, "none");
      String is = now.getOrDefault(name, "none");
      if (!was.equals(is)) {
        differences.add("%s was %s and is %s".formatted(name, was, is));
      }
    }
    if (!differences.isEmpty()) {
      throw new EntityMatchingException(
          ("the training set in %s cannot be gone on with: %s; take its settings and sources, or"
                  + " another folder")
              .formatted(path, String.join("; ", differences)));
    }
  }

  /** Says each value by its path, for example {@code steps[2].settings.seed}. */
  private static void flatten(String name, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      String before = name.isEmpty() ? "" : name + ".";
      node.properties()
          .forEach(field -> flatten(before + field.getKey(), field.getValue(), values));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(name + "[" + (i + 1) + "]", node.get(i), values);
      }
    } else {
      values.put(name, node.asText());
    }
  }

  void writePairs(Path file, List<TrainingPair> pairs) {
    writeFile(
        file,
        out -> {
          for (TrainingPair pair : pairs) {
            out.write(JsonLines.line(PairJson.write(pair)));
          }
        });
  }

  /** Writes the record of a step whole. */
  void writeRecord(Path file, List<TrainingPair> pairs, List<PairOutcome> outcomes) {
    writeFile(file, out -> writeLines(out, pairs, outcomes));
  }

  /** Adds outcomes to the record of a step. They are in the file when this returns. */
  void append(Path file, List<TrainingPair> pairs, List<PairOutcome> outcomes) {
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      var lines = new ByteArrayOutputStream();
      writeLines(lines, pairs, outcomes);
      lines.writeTo(out);
    } catch (IOException e) {
      throw new EntityMatchingException("the record " + file + " cannot be written: " + e, e);
    }
  }

  private static void writeLines(
      OutputStream out, List<TrainingPair> pairs, List<PairOutcome> outcomes) throws IOException {
    for (int i = 0; i < outcomes.size(); i++) {
      out.write(JsonLines.line(OutcomeJson.write(outcomes.get(i), pairs.get(i))));
    }
  }

  /**
   * What the record of a step has already. A last line that was cut off is removed from the file.
   *
   * @return outcome {@code i} belongs to pair {@code i}; possibly fewer than there are pairs
   * @throws io.github.em4j.dataset.DatasetFormatException if the record is not one of these pairs
   */
  List<PairOutcome> goOn(Path file, List<TrainingPair> pairs) {
    if (!Files.exists(file)) {
      return List.of();
    }
    var outcomes = new ArrayList<PairOutcome>(pairs.size());
    long complete =
        JsonLines.readComplete(file, line -> outcomes.add(next(line, pairs, outcomes.size())));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(complete);
    } catch (IOException e) {
      throw new EntityMatchingException("the record " + file + " cannot be gone on with: " + e, e);
    }
    return outcomes;
  }

  /** The outcomes of a record that is complete. */
  static List<PairOutcome> readRecord(Path file, List<TrainingPair> pairs) {
    var outcomes = new ArrayList<PairOutcome>(pairs.size());
    JsonLines.readWhole(file, line -> outcomes.add(next(line, pairs, outcomes.size())));
    return outcomes;
  }

  private static PairOutcome next(JsonFields line, List<TrainingPair> pairs, int index) {
    if (index == pairs.size()) {
      throw new IllegalArgumentException("the step was given %d pairs only".formatted(index));
    }
    return OutcomeJson.read(line, pairs.get(index));
  }

  void writeSummary(TrainingSetSummary summary) {
    writeText(SUMMARY_TEXT, summary + "\n");
    writeText(summary().getFileName().toString(), JsonLines.pretty(SummaryJson.write(summary)));
  }

  void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new EntityMatchingException(file + " cannot be removed: " + e, e);
    }
  }

  private void writeText(String name, String text) {
    try {
      WholeFile.writeString(path.resolve(name), text);
    } catch (IOException e) {
      throw new EntityMatchingException(path.resolve(name) + " cannot be written: " + e, e);
    }
  }

  private static void writeFile(Path file, WholeFile.Content content) {
    try {
      WholeFile.write(file, content);
    } catch (IOException e) {
      throw new EntityMatchingException(file + " cannot be written: " + e, e);
    }
  }
}
