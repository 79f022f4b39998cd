package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.model.FineTuner;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.onnx.checkpoint.TensorType;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Trains LoRA adapters of a checkpoint inside the JVM, on the CPU in single precision or on a GPU
 * ({@link LoraOptionsBuilder#cuda}) over frozen weights in bfloat16.
 *
 * <pre>{@code
 * FineTuner trainer = LoraTrainer.builder(Path.of("SmolLM2-135M-Instruct")).options(LoraOptions.tiny()).build();
 * FineTuningOptions run = FineTuningOptions.builder().output(Path.of("my-adapter")).build();
 * try (FineTuningRun training = trainer.start(data, run)) {
 *   training.await();
 * }
 * OnnxLlama.builder(Path.of("SmolLM2-135M-Instruct")).adapter(Path.of("my-adapter")).build();
 * }</pre>
 *
 * <p>After every epoch the model answers the validation questions; the adapter of the epoch with
 * the best F1 (with equal ones, the smaller validation loss) is the result, without questions that
 * of the last epoch. The output folder holds it in PEFT's format with a model card, and a log of
 * the run, {@code run.jsonl}.
 *
 * <p>On a GPU, a step of the optimiser is one run, the weights are there once, and while the
 * validation questions are answered they are those of the model that answers; {@link
 * TrainingSessionBuilder#device} says what memory to expect. The same seed gives the same bits as
 * far as CUDA's kernels do. The GPU has not been part of em4j's own tests so far.
 *
 * <p>A run that was cancelled or killed is gone on with by starting it again with the same folder,
 * data and options, and comes to the same bytes. A folder whose run is finished gives its model
 * without training.
 *
 * <p>Immutable and safe for use by many threads; each run works on a thread of its own.
 */
public final class LoraTrainer implements FineTuner {
  final Path checkpoint;
  final LoraOptions options;
  final Optional<Path> startingAdapter;
  final Optional<TensorType> merged;

  private LoraTrainer(Builder builder) {
    checkpoint = builder.checkpoint;
    options = builder.options;
    startingAdapter = builder.startingAdapter;
    merged = builder.merged;
  }

  /**
   * Starts a trainer over a checkpoint folder.
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
   *     long and the policy refuses it, the adapter to begin with has other targets, or another
   *     rank or scale in any of them, the GPU cannot be used, or the folder is in use for something
   *     else; the message names what is missing, or what differs where the folder is of another run
   */
  @Override
  public FineTuningRun start(FineTuningData data, FineTuningOptions runOptions) {
    requireNonNull(data, "data");
    Path output =
        runOptions
            .output()
            .orElseThrow(
                () -> new IllegalArgumentException("training on this machine needs an output"));
    Checkpoint base = Checkpoint.open(checkpoint);
    Optional<LoraAdapter> starting =
        startingAdapter.map(folder -> LoraAdapter.open(folder, base.config()));
    LoraOptions asked = options.with(runOptions);
    TrainingJob job = new TrainingJob(base, asked, data, runOptions.suffix());
    return LocalTraining.start(
        job,
        new AdapterOutput(job, asked.adapter, starting, merged),
        output,
        runOptions.listener());
  }

  /** Collects the parts of a trainer. Not safe for use by many threads. */
  public static final class Builder {
    private final Path checkpoint;
    private LoraOptions options = LoraOptions.paper();
    private Optional<Path> startingAdapter = Optional.empty();
    private Optional<TensorType> merged = Optional.empty();

    private Builder(Path checkpoint) {
      this.checkpoint = requireNonNull(checkpoint, "checkpoint");
    }

    /**
     * Sets how to train. What a run says of its own ({@link FineTuningOptions}) comes before.
     *
     * @param newOptions default {@link LoraOptions#paper}
     * @return this builder
     */
    public Builder options(LoraOptions newOptions) {
      options = requireNonNull(newOptions, "newOptions");
      return this;
    }

    /**
     * Begins with the numbers of an adapter instead of new ones: training goes on from it.
     *
     * @param folder an adapter of the same target modules, and the same rank and scale in each
     * @return this builder
     */
    public Builder startingFrom(Path folder) {
      startingAdapter = Optional.of(folder);
      return this;
    }

    /**
     * Writes a checkpoint with the adapter merged into it as well, into {@code merged} of the
     * output folder.
     *
     * @param type how its numbers are written
     * @return this builder
     */
    public Builder merged(TensorType type) {
      merged = Optional.of(type);
      return this;
    }

    /**
     * Finishes the trainer.
     *
     * @return the trainer
     */
    public LoraTrainer build() {
      return new LoraTrainer(this);
    }
  }
}
