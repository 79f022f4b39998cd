package io.github.em4j.training.lora;

import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A training in a process of its own that says after which step it is, to be killed there. */
final class KilledTraining {
  static final String PIPE = "pipe ";

  private KilledTraining() {}

  /**
   * Arguments: checkpoint, output folder, the step to wait in until somebody kills it, and the step
   * whose state is to go into a pipe.
   */
  public static void main(String[] arguments) {
    int waitIn = Integer.parseInt(arguments[2]);
    int pipeIn = Integer.parseInt(arguments[3]);
    Path output = Path.of(arguments[1]);
    FineTuningOptions options =
        FineTuningOptions.builder()
            .output(output)
            .listener(event -> say(event, waitIn, pipeIn, output))
            .build();
    try (FineTuningRun run =
        LoraTrainer.builder(Path.of(arguments[0]))
            .options(ResumeAfterKillTest.OPTIONS)
            .build()
            .start(ResumeAfterKillTest.data(), options)) {
      run.await();
    }
  }

  private static void say(FineTuningEvent event, int waitIn, int pipeIn, Path output) {
    if (event instanceof FineTuningEvent.Progressed step) {
      System.out.println(
          step.progress().state().name().toLowerCase(Locale.ROOT) + " " + step.progress().step());
      if (step.progress().step() == waitIn) {
        waitForTheEnd();
      }
      if (step.progress().step() == pipeIn) {
        System.out.println(PIPE + pipe(output.resolve("state.safetensors")));
      }
    }
  }

  /** Puts a pipe where a file will be written next: whoever reads from it knows how far it is. */
  private static Path pipe(Path file) {
    Path pipe = UpcomingFile.of(file, 0);
    try {
      if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
        throw new IllegalStateException("no pipe can be made");
      }
      return pipe;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
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
