package io.github.em4j.onnx;

import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A random-weight checkpoint that all tests of the engine share, written once. */
final class TinyCheckpoint {
  static final Path FOLDER = write();

  private TinyCheckpoint() {}

  private static Path write() {
    try {
      Path folder = Files.createTempDirectory("em4j-tiny").resolve("tiny");
      RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 7, folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
