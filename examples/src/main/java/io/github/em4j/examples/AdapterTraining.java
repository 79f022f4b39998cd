package io.github.em4j.examples;

import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningListener;
import io.github.em4j.model.FineTuningMetrics;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.onnx.checkpoint.TensorType;
import io.github.em4j.training.lora.LoraOptions;
import io.github.em4j.training.lora.LoraTrainer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Trains adapters of a checkpoint and tells how far it is.
 *
 * @param model the base model
 * @param options how to train
 * @param merged how a merged checkpoint is written as well, empty for none
 */
record AdapterTraining(ModelChoice model, LoraOptions options, Optional<TensorType> merged) {

  /** Trains to the end; an interrupted run in the folder is gone on with. */
  FineTunedModel train(FineTuningData data, Path folder, PrintWriter notes) {
    LoraTrainer.Builder trainer = LoraTrainer.builder(model.folder()).options(options);
    merged.ifPresent(trainer::merged);
    FineTuningOptions run =
        FineTuningOptions.builder().output(folder).listener(new Progress(notes)).build();
    try (FineTuningRun running = trainer.build().start(data, run)) {
      return running.await();
    }
  }

  /** A line every few seconds, and one after every epoch. */
  private static final class Progress implements FineTuningListener {
    private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

    private final PrintWriter notes;
    private long last = System.nanoTime();

    Progress(PrintWriter notes) {
      this.notes = notes;
    }

    @Override
    public void onEvent(FineTuningEvent event) {
      if (event instanceof FineTuningEvent.Progressed progressed) {
        long now = System.nanoTime();
        if (now - last >= NANOS_BETWEEN_LINES) {
          last = now;
          notes.printf(
              Locale.ROOT,
              "%s%s%s%n",
              progressed.progress(),
              figure(", loss %.3f", progressed.metric(FineTuningMetrics.TRAIN_LOSS)),
              figure(", %,.0f tokens/s", progressed.metric(FineTuningMetrics.TOKENS_PER_SECOND)));
        }
      } else if (event instanceof FineTuningEvent.EpochFinished finished) {
        OptionalDouble f1 = finished.result().metric(FineTuningMetrics.VALIDATION_F1);
        if (f1.isPresent()) {
          notes.printf(
              "Epoch %d: validation F1 %s %%%n",
              finished.result().epoch(), Percent.of(f1.getAsDouble()));
        }
      } else if (event instanceof FineTuningEvent.Message message) {
        notes.println(message.text());
      }
      notes.flush();
    }

    private static String figure(String format, OptionalDouble value) {
      return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "";
    }
  }
}
