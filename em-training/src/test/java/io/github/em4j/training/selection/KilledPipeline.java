package io.github.em4j.training.selection;

import java.io.IOException;
import java.nio.file.Path;

/** A pipeline in a process of its own that says how far it is, to be killed there. */
final class KilledPipeline {
  private KilledPipeline() {}

  /** Arguments: folder, and what is said last, before it waits until somebody kills it. */
  public static void main(String[] arguments) {
    pipeline()
        .run(
            Path.of(arguments[0]),
            progress -> {
              System.out.println(progress);
              if (progress.toString().equals(arguments[1])) {
                waitForTheEnd();
              }
            });
  }

  static TrainingSetPipeline pipeline() {
    return TrainingSetPipeline.builder()
        .source("train", Given.pairs(40))
        .batchSize(4)
        .step(Given.everything("first"))
        .step(Given.longestKeys("second", Given.step("length", Given::length)))
        .step(Given.everything("third"))
        .build();
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
