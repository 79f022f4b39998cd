package io.github.em4j.onnx.checkpoint;

import io.github.em4j.EntityMatchingException;
import java.io.Serial;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint or an adapter that cannot be used: a broken file, a kind of model that em4j does not
 * compute, tensors that do not fit the configuration. The message names the file.
 */
public final class CheckpointException extends EntityMatchingException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Path file;

  /**
   * A fault of a file.
   *
   * @param file the file or folder
   * @param problem what was found and what is allowed
   */
  public CheckpointException(Path file, String problem) {
    this(file, problem, null);
  }

  /**
   * A fault of a file.
   *
   * @param file the file or folder
   * @param problem what was found and what is allowed
   * @param cause what it came from, or null
   */
  public CheckpointException(Path file, String problem, @Nullable Throwable cause) {
    super(file + ": " + problem, cause);
    this.file = file;
  }

  /**
   * The file or folder at fault.
   *
   * @return its path as it was opened
   */
  public Path file() {
    return file;
  }
}
