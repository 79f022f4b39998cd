package io.github.em4j.training.pretraining;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a run: {@code run.json} says which run it is, {@code log.jsonl} what happened,
 * {@code state.safetensors} is what it goes on from, and {@code model} what it made. A lock keeps
 * other processes out.
 */
final class PretrainingFolder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOCK = "run.lock";

  /** As {@link WholeFile} calls a file that it is at. */
  private static final Pattern UNFINISHED = Pattern.compile(".+\\.\\d+-\\d+\\.partial");

  private final Path path;
  private final FileChannel lock;

  private PretrainingFolder(Path path, FileChannel lock) {
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
      return new PretrainingFolder(path, locked(path));
    } catch (IOException e) {
      throw new EntityMatchingException("cannot use the folder " + path + ": " + e, e);
    }
  }

  private static FileChannel locked(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean free = false;
    try {
      free = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      free = false;
    } finally {
      if (!free) {
        channel.close();
      }
    }
    if (!free) {
      throw new EntityMatchingException("another run is at work in " + path);
    }
    return channel;
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
   * Notes which run it is, or compares with what was noted. A run goes on only with what it was
   * begun with; its length may change until it cools down.
   *
   * @throws EntityMatchingException if the folder is of another run
   */
  void requireSame(PretrainingOptions options, PretrainingCorpus corpus) {
    Path file = path.resolve("run.json");
    try {
      String made = description(options, corpus);
      if (Files.exists(file) && !Files.readString(file).equals(made)) {
        throw new EntityMatchingException(
            "%s describes another run: options or corpus differ from %s".formatted(file, made));
      }
      WholeFile.writeString(file, made);
      deleteLeftOvers();
    } catch (IOException e) {
      throw new EntityMatchingException("cannot use " + file + ": " + e, e);
    }
  }

  private static String description(PretrainingOptions options, PretrainingCorpus corpus)
      throws IOException {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("options", options.withSteps(Math.max(1, options.warmUpSteps())).toString());
    facts.put("corpus", corpus.files().stream().map(Object::toString).toList());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(facts) + "\n";
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
    try (lock) {
      Files.deleteIfExists(path.resolve(LOCK));
    } catch (IOException e) {
      throw new EntityMatchingException("cannot leave the folder " + path + ": " + e, e);
    }
  }
}
