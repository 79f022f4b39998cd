package io.github.em4j.onnx.graph;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.github.em4j.EntityMatchingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The native library, started once in a JVM. */
final class OnnxRuntime {
  /**
   * ONNX Runtime 1.29 reads the command line of its process into a buffer when it starts, and one
   * of more than 3981 bytes (a long class path) ends the JVM with a segmentation fault.
   */
  private static final int MAX_COMMAND_LINE_BYTES = 3900;

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private OnnxRuntime() {}

  static OrtEnvironment environment() {
    requireShortCommandLine(commandLineBytes());
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "em4j");
  }

  private static int commandLineBytes() {
    try {
      return Files.readAllBytes(COMMAND_LINE).length;
    } catch (IOException e) {
      // Not Linux, and not affected.
      return 0;
    }
  }

  static void requireShortCommandLine(int bytes) {
    if (bytes > MAX_COMMAND_LINE_BYTES) {
      throw new EntityMatchingException(
          ("ONNX Runtime would crash the JVM: it cannot start under a command line of more than %d"
                  + " bytes, found %d. Give the class path in an argument file (java @arguments) or in"
                  + " the environment variable CLASSPATH")
              .formatted(MAX_COMMAND_LINE_BYTES, bytes));
    }
  }
}
