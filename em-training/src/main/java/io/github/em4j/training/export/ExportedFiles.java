package io.github.em4j.training.export;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an export wrote.
 *
 * @param target whom for
 * @param folder where it lies
 * @param files all files, in the order in which they were written
 * @param examples how many examples there are to learn
 * @param validation how many there are to validate on
 * @param command what trains with it when it is run in the folder; empty where no program of that
 *     target reads a configuration
 */
public record ExportedFiles(
    ExportTarget target,
    Path folder,
    List<Path> files,
    int examples,
    int validation,
    Optional<String> command) {

  /** Copies the list. */
  public ExportedFiles {
    requireNonNull(target, "target");
    requireNonNull(folder, "folder");
    requireNonNull(command, "command");
    files = List.copyOf(files);
  }
}
