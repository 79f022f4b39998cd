package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.model.FineTuner;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Trains LoRA adapters of a checkpoint by Hugging Face's TRL, for those who have Python: its
 * command line, {@code trl sft}, works in a process of its own, on the GPUs that it finds.
 *
 * <pre>{@code
 * FineTuner tuner =
 *     TrlFineTuner.builder(Path.of("Llama-3.1-8B-Instruct"))
 *         .options(LoraOptions.paper())
 *         .arguments("--bf16", "True", "--dtype", "bfloat16")
 *         .build();
 * FineTuningOptions options = FineTuningOptions.builder().output(Path.of("my-adapter")).build();
 * try (FineTuningRun run = tuner.start(data, options)) {
 *   run.await();
 * }
 * OnnxLlama.builder(Path.of("Llama-3.1-8B-Instruct")).adapter(Path.of("my-adapter")).build();
 * }</pre>
 *
 * <p>The options mean what they mean to {@link LoraTrainer}, but for these: a step learns from
 * equally many examples, without regard to their lengths; with several devices, each takes that
 * many; the first step of a warm-up has the rate 0; of a seed the lower 32 bits count; early
 * stopping and cutting values are refused. Numbers are computed in single precision unless the
 * arguments say otherwise. The adapter is that of the epoch with the smallest validation loss,
 * without questions that of the last epoch. Checked with TRL 1.13, transformers 5.18 and PEFT 0.21.
 *
 * <p>The output folder holds, at the end, the adapter in PEFT's format; the examples in {@code
 * data}; all that TRL said in {@code trl.log} and its figures in {@code run.jsonl}. A folder whose
 * run is finished gives its model without training; an interrupted run begins anew, since TRL's
 * command line does not go on. What TRL says comes to the listener: figures as progress, with four
 * digits, and the rest as messages.
 *
 * <p>Immutable and safe for use by many threads; each run is a process of its own.
 */
public final class TrlFineTuner implements FineTuner {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Path checkpoint;
  private final LoraOptions options;
  private final List<String> command;
  private final List<String> arguments;
  private final Duration grace;

  private TrlFineTuner(Builder builder) {
    checkpoint = builder.checkpoint;
    options = builder.options;
    command = builder.command;
    arguments = builder.arguments;
    grace = builder.grace;
  }

  /**
   * Starts a fine-tuner of a checkpoint folder.
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
   *     long and the policy refuses it, the folder is in use for something else, or there is no
   *     such program
   */
  @Override
  public FineTuningRun start(FineTuningData data, FineTuningOptions runOptions) {
    requireNonNull(data, "data");
    Path output =
        runOptions
            .output()
            .orElseThrow(
                () -> new IllegalArgumentException("training on this machine needs an output"));
    TrlTraining.Job job =
        new TrlTraining.Job(
            Checkpoint.open(checkpoint),
            options.with(runOptions),
            data,
            runOptions.suffix(),
            command,
            arguments,
            grace);
    TrainingRun run = new TrainingRun(output, runOptions.listener());
    RunFolder folder = RunFolder.open(output);
    try {
      TrlTraining training = TrlTraining.start(job, folder, run);
      try {
        run.start(
            () -> {
              try (folder;
                  training) {
                return training.run();
              }
            });
      } catch (Error e) {
        // No thread can be had.
        training.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      folder.close();
      throw e;
    }
    return run;
  }

  /** Collects the parts of a fine-tuner. Not safe for use by many threads. */
  public static final class Builder {
    private final Path checkpoint;
    private LoraOptions options = LoraOptions.paper();
    private List<String> command = List.of("trl", "sft");
    private List<String> arguments = List.of();
    private Duration grace = GRACE;

    private Builder(Path checkpoint) {
      this.checkpoint = requireNonNull(checkpoint, "checkpoint");
    }

    /**
     * Sets how to train. What a run says of its own ({@link FineTuningOptions}) comes before.
     *
     * @param newOptions default {@link LoraOptions#paper}
     * @return this builder
     * @throws IllegalArgumentException if they ask for early stopping, for cutting values or for an
     *     alpha that is no whole number, which TRL's command line cannot do
     */
    public Builder options(LoraOptions newOptions) {
      TrlSettings.requirePossible(newOptions);
      options = newOptions;
      return this;
    }

    /**
     * Sets the program and the arguments that come first. It is started without a shell, inherits
     * the environment, and works in the output folder.
     *
     * @param words default {@code trl}, {@code sft}; for example {@code python}, {@code -m}, {@code
     *     trl.cli.main}, {@code sft}
     * @return this builder
     * @throws IllegalArgumentException if there is none, or the first is blank
     */
    public Builder command(String... words) {
      if (words.length == 0 || words[0].isBlank()) {
        throw new IllegalArgumentException("the command must name a program");
      }
      command = List.of(words);
      return this;
    }

    /**
     * Sets arguments of TRL or transformers beside those that em4j gives. They come last, and so
     * count more than those of the same name.
     *
     * @param words each name and each value by itself, for example {@code --bf16}, {@code True}
     * @return this builder
     */
    public Builder arguments(String... words) {
      arguments = List.of(words);
      return this;
    }

    /**
     * Sets how long the program may take to end when a run is cancelled, before it is killed.
     *
     * @param duration default 10 seconds, not negative
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder gracePeriod(Duration duration) {
      if (duration.isNegative()) {
        throw new IllegalArgumentException("the grace must not be negative, found " + duration);
      }
      grace = duration;
      return this;
    }

    /**
     * Finishes the fine-tuner.
     *
     * @return the fine-tuner
     */
    public TrlFineTuner build() {
      return new TrlFineTuner(this);
    }
  }
}
