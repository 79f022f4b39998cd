package io.github.em4j.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The most memory that this process had resident since a mark, mapped files included. Known on
 * Linux only.
 */
final class PeakMemory {
  private static final Path PROCESS = Path.of("/proc/self");

  private PeakMemory() {}

  /** Forgets the peak so far. */
  static void mark() {
    System.gc();
    try {
      Files.write(PROCESS.resolve("clear_refs"), "5".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // Not Linux, or not allowed: sinceMark then tells the peak of the whole run, or nothing.
    }
  }

  /** The peak since the mark in MiB. */
  static OptionalLong sinceMark() {
    try (Stream<String> lines = Files.lines(PROCESS.resolve("status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
