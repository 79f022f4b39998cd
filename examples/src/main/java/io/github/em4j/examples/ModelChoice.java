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
    if (isTiny(named)) {
      return tiny();
    }
    InputPaths.existing(List.of(named));
    return new ModelChoice(named, false);
  }

  /** Whether this names em4j-tiny; its files are neither read nor unpacked for the answer. */
  static boolean isTiny(Path named) {
    return named.toString().equals(TINY) && !Files.exists(named);
  }

  static ModelChoice tiny() {
    return new ModelChoice(BundledCheckpoint.tiny(), true);
  }
}
