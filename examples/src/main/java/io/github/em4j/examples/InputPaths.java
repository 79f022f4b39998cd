package io.github.em4j.examples;

import io.github.em4j.EntityMatchingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** Checks paths of the command line before any work is done. */
final class InputPaths {

  private InputPaths() {}

  /** A path that is not there is a bad argument, whatever its content would have been. */
  static List<Path> existing(List<Path> paths) {
    var seen = new HashSet<Path>();
    for (Path path : paths) {
      if (path.toString().isBlank()) {
        throw new BadArgumentException("an empty path names no file and no folder");
      }
      if (!Files.exists(path)) {
        throw new BadArgumentException("no such file or folder: " + path);
      }
      if (!seen.add(path.toAbsolutePath().normalize())) {
        throw new BadArgumentException("named twice, would count twice: " + path);
      }
    }
    return paths;
  }

  /** What lies in a folder. */
  static List<Path> filesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new EntityMatchingException("cannot list " + folder + ": " + e, e);
    }
  }
}
