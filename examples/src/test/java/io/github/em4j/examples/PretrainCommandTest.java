package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PretrainCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "--threads, -1, --threads must be at least 0",
    "--steps, 0, a run needs tokens",
    "--invented, 2, found 2.0"
  })
  void refusesNumbersOutOfTheirRangeBeforeItReadsAnything(
      String option, String value, String message) {
    Program program =
        Program.run(
            "pretrain", "--data", folder.toString(), "--out", folder.toString(), option, value);
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.err()).contains(message);
  }
}
