package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.model.FineTuner;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.TensorType;
import java.nio.file.Path;

/**
 * Trains all parameters of a small checkpoint inside the JVM, on the CPU in single precision. The
 * sibling of {@link LoraTrainer} for models that fit into memory five times over: parameters,
 * gradients of up to four threads, and the optimiser's state.
 *
 * <pre>{@code
 * FineTuner trainer = FullTrainer.builder(Path.of("em4j-tiny")).build();
 * FineTuningOptions run = FineTuningOptions.builder().output(Path.of("my-model")).build();
 * try (FineTuningRun training = trainer.start(data, run)) {
 *   training.await();
 * }
 * OnnxLlama.builder(Path.of("my-model")).build();
 * }</pre>
 *
 * <p>Validation, the best epoch, the log and going on after an interruption are as {@link
 * LoraTrainer} describes them; the output folder is a checkpoint like any other, tokenizer
 * included, with a model card. While a run is under way, every epoch's model takes four bytes a
 * parameter on disk, and what the run goes on from another eight to twelve.
 *
 * <p>Immutable and safe for use by many threads; each run works on a thread of its own.
 */
public final class FullTrainer implements FineTuner {
  private final Path checkpoint;
  private final FullOptions options;
  private final TensorType type;

  private FullTrainer(Builder builder) {
    checkpoint = builder.checkpoint;
    options = builder.options;
    type = builder.type;
  }

  /**
   * Starts a trainer of a checkpoint folder, which stays as it is.
   *
   * @param checkpoint holds {@code config.json}, {@code *.safetensors} and {@code tokenizer.json}
   * @return a new builder
   */
  public static Builder builder(Path checkpoint) {
    return new Builder(checkpoint);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the options name no output folder
   * @throws io.github.em4j.EntityMatchingException if the checkpoint is broken, an example is too
   *     long and the policy refuses it, or the folder is in use for something else; the message
   *     names what differs where it is of another run
   */
  @Override
  public FineTuningRun start(FineTuningData data, FineTuningOptions runOptions) {
    requireNonNull(data, "data");
    Path output =
        runOptions
            .output()
            .orElseThrow(
                () -> new IllegalArgumentException("training on this machine needs an output"));
    TrainingJob job =
        new TrainingJob(
            Checkpoint.open(checkpoint), options.with(runOptions), data, runOptions.suffix());
    return LocalTraining.start(job, new ModelOutput(job, type), output, runOptions.listener());
  }

  /** Collects the parts of a trainer. Not safe for use by many threads. */
  public static final class Builder {
    private final Path checkpoint;
    private FullOptions options = FullOptions.tiny();
    private TensorType type = TensorType.F32;

    private Builder(Path checkpoint) {
      this.checkpoint = requireNonNull(checkpoint, "checkpoint");
    }

    /**
     * Sets how to train. What a run says of its own ({@link FineTuningOptions}) comes before.
     *
     * @param newOptions default {@link FullOptions#tiny}
     * @return this builder
     */
    public Builder options(FullOptions newOptions) {
      options = requireNonNull(newOptions, "newOptions");
      return this;
    }

    /**
     * Sets how the numbers of the result are written. Training and validation have single precision
     * whatever it is.
     *
     * @param newType default single precision
     * @return this builder
     */
    public Builder type(TensorType newType) {
      type = requireNonNull(newType, "newType");
      return this;
    }

    /**
     * Finishes the trainer.
     *
     * @return the trainer
     */
    public FullTrainer build() {
      return new FullTrainer(this);
    }
  }
}
