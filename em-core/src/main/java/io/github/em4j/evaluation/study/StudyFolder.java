package io.github.em4j.evaluation.study;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.dataset.DatasetFormatException;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.internal.FolderLock;
import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A results store, see {@link Study#start} for its layout. A lock keeps other runs out; readers
 * need none.
 */
final class StudyFolder implements AutoCloseable {
  private static final String STORE = "study.json";
  private static final String LOCK = "study.lock";
  private static final String CELL = ".jsonl";
  private static final String FAILURE = ".failed.json";
  private static final String FORMAT = "em4j-study";
  private static final int VERSION = 1;

  private final Path path;
  private Optional<FolderLock> lock = Optional.empty();

  private StudyFolder(Path path) {
    this.path = path;
  }

  /** A store that is only read, and not locked. */
  static StudyFolder reading(Path path) {
    if (!Files.exists(path.resolve(STORE))) {
      throw new EntityMatchingException("%s is no results store: no %s".formatted(path, STORE));
    }
    var folder = new StudyFolder(path);
    folder.requireFormat();
    return folder;
  }

  /** Makes the store where it is missing, and locks it. */
  static StudyFolder open(Path path) {
    var folder = new StudyFolder(path);
    try {
      Files.createDirectories(path);
      if (!Files.exists(path.resolve(STORE))) {
        folder.requireEmpty();
      }
      folder.lock();
      Files.createDirectories(folder.cells());
      folder.deleteLeftOvers();
      if (Files.exists(path.resolve(STORE))) {
        folder.requireFormat();
      } else {
        ObjectNode store = JsonNodeFactory.instance.objectNode();
        store.put("format", FORMAT).put("version", VERSION);
        WholeFile.write(path.resolve(STORE), out -> CellFile.writeObject(store, out));
      }
      return folder;
    } catch (IOException e) {
      folder.close();
      throw CellFile.unusable(path, "used", e);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private void requireEmpty() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      Optional<Path> stranger =
          files
              .filter(file -> !file.endsWith(LOCK) && !file.equals(cells()))
              .filter(file -> !isLeftOver(file))
              .sorted()
              .findFirst();
      if (stranger.isPresent()) {
        throw new EntityMatchingException(
            "a study needs a new folder or that of an earlier run, but %s holds %s"
                .formatted(path, stranger.get().getFileName()));
      }
    }
  }

  private void requireFormat() {
    try {
      CellFile.readObject(path.resolve(STORE)).requireFormat(FORMAT, VERSION);
    } catch (IllegalArgumentException e) {
      throw new DatasetFormatException(path.resolve(STORE), String.valueOf(e.getMessage()), e);
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
    return file.toString().endsWith(".partial");
  }

  private void deleteLeftOvers() throws IOException {
    for (Path folder : List.of(path, cells())) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(StudyFolder::isLeftOver).toList()) {
          Files.delete(file);
        }
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
      throw CellFile.unusable(path, "left", e);
    }
  }

  Path path() {
    return path;
  }

  private Path cells() {
    return path.resolve("cells");
  }

  /** The file of a cell, with a name for people and a digest that tells it from all others. */
  Path file(CellKey key) {
    return cells().resolve(name(key) + CELL);
  }

  private Path failureFile(CellKey key) {
    return cells().resolve(name(key) + FAILURE);
  }

  private static String name(CellKey key) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    CellHeader.writeKey(all, key);
    String words =
        Stream.of(
                Stream.of(key.arm().matcher()),
                key.arm().source().stream(),
                Stream.of(key.dataset(), key.split()),
                key.variant().stream(),
                key.template().stream(),
                Stream.of("s" + key.seed()))
            .flatMap(part -> part)
            .map(part -> part.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-"))
            .collect(Collectors.joining("_"));
    return words.substring(0, Math.min(words.length(), 150))
        + "_"
        + PairsHash.of(all.toString()).substring(0, 12);
  }

  /** What is stored of a cell. */
  Optional<CellFile.Content> stored(CellKey key) {
    return Files.exists(file(key)) ? CellFile.read(file(key)) : Optional.empty();
  }

  /** Notes that a cell failed. */
  void fail(CellFailure failure) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("format", FORMAT + "-failure").put("version", VERSION);
    CellHeader.writeKey(object, failure.key());
    object.put("message", failure.message());
    try {
      WholeFile.write(failureFile(failure.key()), out -> CellFile.writeObject(object, out));
    } catch (IOException e) {
      throw CellFile.unusable(failureFile(failure.key()), "written", e);
    }
  }

  /** Forgets that a cell failed once, as it is tried again. */
  void forgetFailure(CellKey key) {
    try {
      Files.deleteIfExists(failureFile(key));
    } catch (IOException e) {
      throw CellFile.unusable(failureFile(key), "removed", e);
    }
  }

  /** All that is stored of the wanted cells, on the given pairs where their sets are given. */
  StudyResults results(Collection<EvaluationSet> sets, Predicate<CellKey> wanted) {
    var splits = new StoredSplits(sets);
    var complete = new ArrayList<CellResult>();
    var failures = new ArrayList<CellFailure>();
    var incomplete = new ArrayList<CellKey>();
    for (Path file : files(FAILURE)) {
      CellFailure failure = readFailure(file);
      if (wanted.test(failure.key())) {
        failures.add(failure);
      }
    }
    for (Path file : files(CELL)) {
      Optional<CellFile.Content> content = CellFile.read(file);
      content
          .filter(read -> wanted.test(read.header().plan().key()))
          .ifPresent(
              read -> {
                if (read.isComplete()) {
                  complete.add(result(file, read, splits.of(file, read)));
                } else {
                  incomplete.add(read.header().plan().key());
                }
              });
    }
    return StudyResults.of(complete, failures, incomplete);
  }

  private List<Path> files(String end) {
    if (!Files.exists(cells())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cells())) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    } catch (IOException e) {
      throw CellFile.unusable(cells(), "read", e);
    }
  }

  private static CellFailure readFailure(Path file) {
    try {
      JsonFields fields = CellFile.readObject(file);
      fields.requireFormat(FORMAT + "-failure", VERSION);
      return new CellFailure(CellHeader.readKey(fields), fields.text("message"));
    } catch (IllegalArgumentException e) {
      throw new DatasetFormatException(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** A complete cell; its answers are read again when they are asked for. */
  static CellResult result(Path file, CellFile.Content content, DatasetSplit split) {
    CellHeader header = content.header();
    var first = new ArrayList<>(List.of(content));
    var builder =
        new CellResult.Builder(
            header.plan().key(),
            header.plan().domain(),
            split,
            () -> {
              CellFile.Content read = first.isEmpty() ? reread(file, header) : first.remove(0);
              return read.lines().stream().map(CellLine::stored).toList();
            });
    header.plan().source().ifPresent(from -> builder.trainedOn(from.dataset(), from.domain()));
    return builder.provenance(header.provenance()).settings(header.plan().settings()).build();
  }

  private static CellFile.Content reread(Path file, CellHeader header) {
    return CellFile.read(file)
        .filter(read -> read.isComplete() && read.header().equals(header))
        .orElseThrow(
            () -> new EntityMatchingException(file + " was changed since it was read first"));
  }
}
