package io.github.em4j.examples;

import io.github.em4j.onnx.checkpoint.BundledCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The checkpoint that a command line names.
 *
 * @param folder where it lies
 * @param isTiny whether it is the one that ships with em4j
 */
record ModelChoice(Path folder, boolean isTiny) {
  private static final String TINY = "tiny";

  /** The folder of that name, or em4j-tiny where it is {@code tiny} and there is no such folder. */
  static ModelChoice of(Path named) {
    if (named.toString().equals(TINY) && !Files.exists(named)) {
      return tiny();
    }
    InputPaths.existing(List.of(named));
    return new ModelChoice(named, false);
  }

  static ModelChoice tiny() {
    return new ModelChoice(BundledCheckpoint.tiny(), true);
  }
}
