package io.github.em4j.training.lora;

import io.github.em4j.model.FineTuner;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import io.github.em4j.testing.FineTunerContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class FullTrainerContractTest extends FineTunerContract {
  @TempDir private static Path base;
  @TempDir private Path folder;
  private int runs;

  @BeforeAll
  static void writeModel() {
    RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 3, base);
  }

  @Override
  protected FineTuner createTuner() {
    return FullTrainer.builder(base).options(FullTrainerTest.OPTIONS).build();
  }

  @Override
  protected FineTuningOptions.Builder options() {
    return FineTuningOptions.builder().output(folder.resolve("run-" + runs++));
  }
}
