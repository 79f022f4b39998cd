package io.github.em4j.training.lora;

import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Knows where {@link WholeFile} will write what it moves to a place when it is whole: so a test can
 * be there first and disturb it.
 */
final class UpcomingFile {
  private UpcomingFile() {}

  /**
   * Where a file will be written, if it is the one that this process writes after so many others.
   *
   * @param others how many are written before
   */
  static Path of(Path file, int others) {
    return unfinished(file, lastNumber() + others + 1);
  }

  /** Makes the next write of a file fail, if it is among the next sixty of this process. */
  static void refuse(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      long last = lastNumber();
      for (long number = last + 1; number <= last + 60; number++) {
        // A folder cannot be written into as a file.
        Files.createDirectory(unfinished(file, number));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path unfinished(Path file, long number) {
    String mark = ProcessHandle.current().pid() + "-" + number;
    return file.resolveSibling(file.getFileName() + "." + mark + ".partial");
  }

  private static long lastNumber() {
    try {
      Path folder = Files.createTempDirectory("em4j-upcoming");
      Path probe = folder.resolve("probe");
      String[] name = {""};
      WholeFile.write(
          probe,
          out -> {
            try (Stream<Path> files = Files.list(folder)) {
              name[0] = files.findFirst().orElseThrow().getFileName().toString();
            }
          });
      Files.delete(probe);
      Files.delete(folder);
      return Long.parseLong(name[0].split("[.-]", -1)[2]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
