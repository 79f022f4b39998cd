package io.github.em4j.training.lora;

import io.github.em4j.model.FineTuner;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import io.github.em4j.testing.FineTunerContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class TrlFineTunerContractTest extends FineTunerContract {
  @TempDir private static Path base;
  @TempDir private static Path adapter;
  private static String[] command = {};

  @TempDir private Path folder;
  private int runs;

  @BeforeAll
  static void writeModel() throws Exception {
    RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 3, base);
    TrlFineTunerTest.writeAdapter(adapter);
    command = FakeTrl.command("success", adapter);
  }

  @Override
  protected FineTuner createTuner() {
    return TrlFineTuner.builder(base).command(command).build();
  }

  @Override
  protected FineTuningOptions.Builder options() {
    return FineTuningOptions.builder().output(folder.resolve("run-" + runs++));
  }
}
