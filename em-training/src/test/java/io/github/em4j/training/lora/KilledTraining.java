package io.github.em4j.training.lora;

import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A training in a process of its own that says after which step it is, to be killed there. */
final class KilledTraining {
  private KilledTraining() {}

  /** Arguments: checkpoint, output folder, the step to wait in until somebody kills it. */
  public static void main(String[] arguments) {
    int waitIn = Integer.parseInt(arguments[2]);
    FineTuningOptions options =
        FineTuningOptions.builder()
            .output(Path.of(arguments[1]))
            .listener(event -> say(event, waitIn))
            .build();
    try (FineTuningRun run =
        LoraTrainer.builder(Path.of(arguments[0]))
            .options(ResumeAfterKillTest.OPTIONS)
            .build()
            .start(ResumeAfterKillTest.data(), options)) {
      run.await();
    }
  }

  private static void say(FineTuningEvent event, int waitIn) {
    if (event instanceof FineTuningEvent.Progressed step) {
      System.out.println(
          step.progress().state().name().toLowerCase(Locale.ROOT) + " " + step.progress().step());
      if (step.progress().step() == waitIn) {
        waitForTheEnd();
      }
    }
  }

  private static void waitForTheEnd() {
    try {
      int next = 0;
      while (next >= 0) {
        next = System.in.read();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
