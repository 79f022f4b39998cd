package io.github.em4j.training.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.FolderLock;
import io.github.em4j.internal.WholeFile;
import io.github.em4j.model.EpochResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a run. In it lie, at the end, the result with its model card; {@code run.json},
 * which says what is trained on what; {@code epochs.json}; and {@code run.jsonl}, the log. While
 * the run is under way, {@code state.safetensors} is what it goes on from, or {@code work} holds
 * what another program is at, and a lock on {@code run.lock} keeps other processes out.
 */
final class RunFolder implements AutoCloseable {
  private static final String LOCK = "run.lock";
  private static final String RUN = "run.json";
  private static final String EPOCHS = "epochs.json";
  private static final String STATE = "state.safetensors";
  private static final String LOG = "run.jsonl";
  private static final String EPOCH_FOLDERS = "epochs";
  private static final String WORK = "work";

  /** As {@link WholeFile} calls a file that it is at. */
  private static final Pattern UNFINISHED = Pattern.compile("(.+)\\.\\d+-\\d+\\.partial");

  private final ObjectMapper json = new ObjectMapper();
  private final Path path;

  private Optional<FolderLock> lock = Optional.empty();

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes the folder where it is missing, and locks it.
   *
   * @throws EntityMatchingException if it is something else already, or another run is at work in
   *     it
   */
  static RunFolder open(Path path) {
    RunFolder folder = new RunFolder(path);
    try {
      Files.createDirectories(path);
      try (Stream<Path> files = Files.list(path)) {
        boolean isRun = Files.exists(folder.file(RUN));
        Optional<Path> stranger = files.filter(file -> !isRun && !isFirstFile(file)).findFirst();
        if (stranger.isPresent()) {
          throw new EntityMatchingException(
              "a run needs a new folder or one of an interrupted run, but %s holds %s"
                  .formatted(path, stranger.get().getFileName()));
        }
      }
      folder.lock();
      folder.deleteLeftOvers();
      return folder;
    } catch (IOException | UncheckedIOException e) {
      folder.close();
      throw new EntityMatchingException("the folder " + path + " cannot be used: " + e, e);
    }
  }

  private void lock() throws IOException {
    lock = FolderLock.take(file(LOCK));
    if (lock.isEmpty()) {
      throw new EntityMatchingException("another run is at work in " + path);
    }
  }

  /** Whether a process leaves the file that is killed before it noted which run it is. */
  private static boolean isFirstFile(Path file) {
    String name = String.valueOf(file.getFileName());
    Matcher unfinished = UNFINISHED.matcher(name);
    return name.equals(LOCK) || (unfinished.matches() && unfinished.group(1).equals(RUN));
  }

  /** Removes what a killed process left of files that it was writing, and nothing else. */
  private void deleteLeftOvers() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(RunFolder::isUnfinished).toList()) {
        Files.delete(file);
      }
    }
  }

  private static boolean isUnfinished(Path file) {
    return UNFINISHED.matcher(String.valueOf(file.getFileName())).matches();
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

  Path state() {
    return file(STATE);
  }

  Path log() {
    return file(LOG);
  }

  /** Where the model of an epoch lies. */
  Path epoch(int epoch) {
    return file(EPOCH_FOLDERS).resolve("epoch-" + epoch);
  }

  /** The epochs with their folders, where these are still there. */
  List<EpochResult> withFolders(List<EpochResult> epochs) {
    return epochs.stream()
        .map(
            result ->
                new EpochResult(
                    result.epoch(),
                    result.step(),
                    result.metrics(),
                    Optional.of(epoch(result.epoch()))
                        .filter(Files::isDirectory)
                        .map(Path::toString)))
        .toList();
  }

  /** Where a program works that trains for the run. */
  Path work() {
    return file(WORK);
  }

  /** Removes what a program left that was interrupted. */
  void clearWork() {
    delete(work());
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /**
   * Notes what is trained on what, or compares with what was noted before.
   *
   * @throws EntityMatchingException if the folder is of another run; the message names what differs
   */
  void requireSame(Map<String, String> facts) {
    if (!Files.exists(file(RUN))) {
      write(RUN, json.valueToTree(facts));
      return;
    }
    JsonNode noted = read(RUN);
    TreeSet<String> names = new TreeSet<>(facts.keySet());
    noted.fieldNames().forEachRemaining(names::add);
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String before = noted.path(name).asText("none");
      String now = facts.getOrDefault(name, "none");
      if (!before.equals(now)) {
        differences.add("%s was %s and is %s".formatted(name, before, now));
      }
    }
    if (!differences.isEmpty()) {
      throw new EntityMatchingException(
          "the run in %s cannot be gone on with: %s; take its options and data, or another folder"
              .formatted(path, String.join("; ", differences)));
    }
  }

  /** The epochs that were finished. */
  List<EpochResult> epochs() {
    List<EpochResult> results = new ArrayList<>();
    if (Files.exists(file(EPOCHS))) {
      for (JsonNode epoch : read(EPOCHS)) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> metric : epoch.path("metrics").properties()) {
          metrics.put(metric.getKey(), metric.getValue().asDouble());
        }
        results.add(
            new EpochResult(
                epoch.path("epoch").asInt(),
                epoch.path("step").asLong(),
                metrics,
                Optional.empty()));
      }
    }
    return results;
  }

  void writeEpochs(List<EpochResult> results) {
    ArrayNode array = json.createArrayNode();
    for (EpochResult result : results) {
      ObjectNode epoch = array.addObject();
      epoch.put("epoch", result.epoch()).put("step", result.step());
      ObjectNode metrics = epoch.putObject("metrics");
      result.metrics().forEach(metrics::put);
    }
    write(EPOCHS, array);
  }

  /**
   * Whether a run has come to its end here: the state is gone and the result there.
   *
   * @param lastFile what is written last of the result
   */
  boolean isFinished(String lastFile) {
    return Files.exists(file(lastFile)) && !Files.exists(state());
  }

  /** Takes files of another folder as the run's result, in their order. */
  void publish(Path from, List<String> names) {
    try {
      for (String name : names) {
        WholeFile.write(file(name), out -> Files.copy(from.resolve(name), out));
      }
    } catch (IOException e) {
      throw new EntityMatchingException("the result cannot be written to " + path + ": " + e, e);
    }
  }

  /** Removes the model of an epoch. */
  void deleteEpoch(int epoch) {
    delete(epoch(epoch));
  }

  /** Removes what only an unfinished run needs; without the state it is a finished one. */
  void finish(boolean keepEpochs) {
    delete(state());
    if (!keepEpochs) {
      delete(file(EPOCH_FOLDERS));
      delete(work());
    }
  }

  private static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new EntityMatchingException(path + " cannot be removed: " + e, e);
    }
  }

  void writeText(String name, String text) {
    try {
      WholeFile.writeString(file(name), text);
    } catch (IOException e) {
      throw new EntityMatchingException(file(name) + " cannot be written: " + e, e);
    }
  }

  private void write(String name, JsonNode content) {
    writeText(name, content.toPrettyString() + "\n");
  }

  private JsonNode read(String name) {
    try {
      return json.readTree(file(name).toFile());
    } catch (JsonProcessingException e) {
      throw new EntityMatchingException(file(name) + " is broken: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new EntityMatchingException(file(name) + " cannot be read: " + e, e);
    }
  }
}
