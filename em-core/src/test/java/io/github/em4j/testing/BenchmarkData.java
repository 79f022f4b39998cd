package io.github.em4j.testing;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the public benchmark data, which is not part of the repository. Tests that need it are
 * skipped without it, with a message that says so; where {@code CI=true}, its absence is a failure.
 */
public final class BenchmarkData {

  private BenchmarkData() {}

  /**
   * The path of a file or folder of the benchmark data.
   *
   * @param relative path below the data folder, for example {@code abt-buy}
   * @return the path, which exists
   */
  public static Path path(String relative) {
    Path root = Path.of(System.getProperty("em4j.root", "."));
    Path data = root.resolve(System.getProperty("em4j.data", "../shared/data")).normalize();
    Path path = data.resolve(relative);
    if (!Files.exists(path)) {
      String message =
          "benchmark data not found at "
              + path
              + "; set -Dem4j.data=FOLDER to the folder that holds it";
      if ("true".equals(System.getenv("CI"))) {
        fail(message);
      }
      Assumptions.abort(message);
    }
    return path;
  }
}
