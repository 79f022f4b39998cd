package io.github.em4j.training.lora;

import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningProgress.State;
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
    train(
        Path.of(arguments[0]),
        output,
        (state, step) -> {
          System.out.println(line(state, step));
          if (step == waitIn) {
            waitForTheEnd();
          }
          if (step == pipeIn) {
            System.out.println(PIPE + pipe(output.resolve("state.safetensors")));
          }
        });
  }

  /** Is told after each step. */
  interface Listener {
    void onStep(State state, long step);
  }

  /** Trains to the end, in this process. */
  static void train(Path base, Path output, Listener listener) {
    FineTuningOptions options =
        FineTuningOptions.builder()
            .output(output)
            .listener(
                event -> {
                  if (event instanceof FineTuningEvent.Progressed step) {
                    listener.onStep(step.progress().state(), step.progress().step());
                  }
                })
            .build();
    try (FineTuningRun run =
        LoraTrainer.builder(base)
            .options(ResumeAfterKillTest.OPTIONS)
            .build()
            .start(ResumeAfterKillTest.data(), options)) {
      run.await();
    }
  }

  static String line(State state, long step) {
    return state.name().toLowerCase(Locale.ROOT) + " " + step;
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
