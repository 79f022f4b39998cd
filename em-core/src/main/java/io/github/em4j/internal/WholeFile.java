package io.github.em4j.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes a file so that it appears whole or not at all: beside its place first, then moved there. A
 * file that was there before stays as it is until the new one is complete. Safe for use by many
 * threads, also for one file: the last to finish stays.
 */
public final class WholeFile {

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes all of the content.
     *
     * @param out where to, buffered; closed by the caller
     * @throws IOException if writing fails; nothing appears at the file's place then
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Counts the files of this process, which many threads may write to one place. */
  private static final AtomicLong WRITTEN = new AtomicLong();

  private WholeFile() {}

  /**
   * Writes a file.
   *
   * @param file where it is to appear; its folder has to exist
   * @param content what to write
   * @throws IOException if writing or moving fails
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    // A name of this process and this call, so that no two write into the same unfinished file.
    String mark = ProcessHandle.current().pid() + "-" + WRITTEN.incrementAndGet();
    Path beside = target.resolveSibling(target.getFileName() + "." + mark + ".partial");
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(
                  beside,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE))) {
        content.writeTo(out);
      }
      move(beside, target);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /**
   * Writes a text file in UTF-8.
   *
   * @param file where it is to appear; its folder has to exist
   * @param text what to write
   * @throws IOException if writing or moving fails
   */
  public static void writeString(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
