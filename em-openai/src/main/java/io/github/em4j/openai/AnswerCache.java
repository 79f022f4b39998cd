package io.github.em4j.openai;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Answers of any number of runs and processes, a file for each. A file that cannot be read counts
 * as not there, and an answer that cannot be kept is not lost for that: a cache is never the reason
 * why a run fails.
 */
final class AnswerCache implements AnswerStore {
  private static final System.Logger LOGGER = System.getLogger(AnswerCache.class.getName());

  private final Path folder;

  /**
   * Opens a cache, or begins one.
   *
   * @throws EntityMatchingException if the folder cannot be made
   */
  AnswerCache(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new EntityMatchingException("cache folder '" + folder + "' cannot be made: " + e, e);
    }
  }

  @Override
  public Optional<ChatAnswer> find(AnswerKey key) {
    try {
      StoredAnswer stored = StoredAnswer.parse(Files.readAllBytes(file(key)));
      return stored.key().equals(key) ? Optional.of(stored.answer()) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | MalformedAnswer e) {
      LOGGER.log(Level.WARNING, "a cached answer cannot be read, and is asked for again: " + e);
      return Optional.empty();
    }
  }

  @Override
  public void keep(StoredAnswer answer) {
    Path file = file(answer.key());
    try {
      Files.createDirectories(file.resolveSibling("."));
      WholeFile.write(file, out -> out.write(answer.toLine()));
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "an answer cannot be cached: " + e);
    }
  }

  /** 256 folders, so that none gets too many files. */
  private Path file(AnswerKey key) {
    String name = key.toString();
    return folder.resolve(name.substring(0, 2)).resolve(name.substring(2) + ".json");
  }

  @Override
  public void close() {
    // Holds nothing open.
  }
}
