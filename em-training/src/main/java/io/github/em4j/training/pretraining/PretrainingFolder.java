package io.github.em4j.training.pretraining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.FolderLock;
import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a run: {@code run.json} says which run it is, {@code log.jsonl} what happened,
 * {@code state.safetensors} is what it goes on from, and {@code model} what it made. A lock on
 * {@code run.lock} keeps other processes out.
 */
final class PretrainingFolder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOCK = "run.lock";

  // What is noted of a run.
  private static final String OPTIONS = "options";
  private static final String CORPUS = "corpus";
  private static final String RECORDS = "records";
  private static final String STEPS = "steps";

  /** As {@link WholeFile} calls a file that it is at. */
  private static final Pattern UNFINISHED = Pattern.compile(".+\\.\\d+-\\d+\\.partial");

  private final Path path;
  private final FolderLock lock;

  private PretrainingFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the folder where it is missing, and locks it.
   *
   * @throws EntityMatchingException if that is not possible, or another run is at work in it
   */
  static PretrainingFolder open(Path path) {
    try {
      Files.createDirectories(path);
      return new PretrainingFolder(
          path,
          FolderLock.take(path.resolve(LOCK))
              .orElseThrow(() -> new EntityMatchingException("another run is at work in " + path)));
    } catch (IOException e) {
      throw new EntityMatchingException("cannot use the folder " + path + ": " + e, e);
    }
  }

  Path model() {
    return path.resolve("model");
  }

  Path state() {
    return path.resolve("state.safetensors");
  }

  Path log() {
    return path.resolve("log.jsonl");
  }

  /**
   * Compares with what was noted of the run. It goes on only with what it was begun with; what
   * earlier versions did not note is not compared.
   *
   * @throws EntityMatchingException if the folder is of another run
   */
  void requireSame(PretrainingOptions options, PretrainingCorpus corpus) {
    ObjectNode wanted = description(options, corpus);
    Optional<JsonNode> noted = noted();
    for (String fact : List.of(OPTIONS, CORPUS, RECORDS)) {
      if (noted.isPresent()
          && noted.get().has(fact)
          && !noted.get().get(fact).equals(wanted.get(fact))) {
        throw new EntityMatchingException(
            "%s describes another run: its %s differ from %s"
                .formatted(file(), fact, wanted.get(fact)));
      }
    }
    try {
      deleteLeftOvers();
    } catch (IOException | UncheckedIOException e) {
      throw new EntityMatchingException("cannot use the folder " + path + ": " + e, e);
    }
  }

  /**
   * Notes which run it is and how long it is to be. The length may change until it cools down: the
   * rates of the steps that were taken would be others.
   *
   * @param taken how many steps were taken
   * @throws EntityMatchingException if the length was another one, and matters by now
   */
  void note(PretrainingOptions options, PretrainingCorpus corpus, int taken) {
    int planned = noted().map(n -> n.path(STEPS).asInt()).orElse(0);
    if (planned > 0 && planned != options.steps()) {
      int free =
          Math.min(options.withSteps(planned).stepsOfAnyLength(), options.stepsOfAnyLength());
      if (taken > free) {
        throw new EntityMatchingException(
            ("the run in %s has taken %d of %d steps, which could become %d only up to step %d;"
                    + " after that the rate depends on the length")
                .formatted(path, taken, planned, options.steps(), free));
      }
    }
    try {
      ObjectNode facts = description(options, corpus).put(STEPS, options.steps());
      WholeFile.writeString(
          file(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(facts) + "\n");
    } catch (IOException e) {
      throw new EntityMatchingException("cannot write " + file() + ": " + e, e);
    }
  }

  private Path file() {
    return path.resolve("run.json");
  }

  private Optional<JsonNode> noted() {
    try {
      return Files.exists(file())
          ? Optional.of(JSON.readTree(Files.readString(file())))
          : Optional.empty();
    } catch (IOException e) {
      throw new EntityMatchingException("cannot read " + file() + ": " + e, e);
    }
  }

  private static ObjectNode description(PretrainingOptions options, PretrainingCorpus corpus) {
    ObjectNode facts = JSON.createObjectNode();
    facts.put(OPTIONS, options.withSteps(Math.max(1, options.warmUpSteps())).toString());
    ArrayNode files = facts.putArray(CORPUS);
    corpus.files().forEach(file -> files.add(file.toString()));
    return facts.put(RECORDS, corpus.sha256());
  }

  /** Removes what a killed process left of files that it was writing. */
  private void deleteLeftOvers() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file :
          files.filter(f -> UNFINISHED.matcher(f.getFileName().toString()).matches()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Lets other runs in. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new EntityMatchingException("cannot leave the folder " + path + ": " + e, e);
    }
  }
}
