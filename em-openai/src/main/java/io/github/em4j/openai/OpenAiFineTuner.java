package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.Provenance;
import io.github.em4j.model.FineTuner;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Fine-tunes a model on a server: writes and checks the training file, uploads it, starts a job and
 * looks at it until its end.
 *
 * <pre>{@code
 * FineTuner tuner = OpenAiFineTuner.builder(client, "a-model").build();
 * try (FineTuningRun run = tuner.start(data, FineTuningOptions.builder().epochs(3).build())) {
 *   FineTunedModel tuned = run.await();
 * }
 * }</pre>
 *
 * <p>The job is the server's: it goes on when the run is closed or this process ends, and {@link
 * #resume} takes it up again. Validation questions become examples with the right answer, so the
 * server tells a loss, but no F1. Safe for use by many threads; the client stays the caller's.
 */
public final class OpenAiFineTuner implements FineTuner {
  private final OpenAiClient client;
  private final String baseModel;
  private final Duration interval;

  private OpenAiFineTuner(Builder builder) {
    this.client = builder.client;
    this.baseModel = builder.baseModel;
    this.interval = builder.interval;
  }

  /**
   * Starts a fine-tuner.
   *
   * @param client the server; stays the caller's to close
   * @param baseModel what to tune, by its name on the server; not blank
   * @return a new builder
   * @throws IllegalArgumentException if the name is blank
   */
  public static Builder builder(OpenAiClient client, String baseModel) {
    return new Builder(client, baseModel);
  }

  /**
   * Uploads the data and starts a job.
   *
   * @throws IllegalArgumentException if there are fewer than {@value TrainingFile#FEWEST_EXAMPLES}
   *     examples, one is of a form that the server does not take, or an option lies outside of what
   *     the server allows
   */
  @Override
  public FineTuningRun start(FineTuningData data, FineTuningOptions options) {
    FineTuningJobRequest.requireAllowed(options);
    Path folder = temporaryFolder();
    try {
      TrainingFile training = TrainingFile.write(folder.resolve("training.jsonl"), data.examples());
      List<FineTuningExample> questions =
          data.validation().stream()
              .map(question -> new FineTuningExample(question.prompt(), question.answer()))
              .toList();
      FineTuningJobRequest request =
          FineTuningJobRequest.of(baseModel, upload(training), options)
              .withMetadata("em4j_data", data.sha256());
      if (!questions.isEmpty()) {
        request =
            request.withValidationFile(
                upload(
                    TrainingFile.writeValidation(folder.resolve("validation.jsonl"), questions)));
      }
      FineTuningJob job = client.fineTuning().create(request);
      Provenance provenance =
          data.provenance()
              .with(Provenance.MODEL, "openai:" + baseModel)
              .with(Provenance.TRAINED_ON, data.name() + " " + data.sha256())
              .with("fineTuningJob", job.id());
      return new OpenAiFineTuningRun(
          client, job, options.listener(), interval, provenance, List.of(uploaded(training)));
    } finally {
      delete(folder);
    }
  }

  /**
   * Takes up a job that another run, or another process, has started.
   *
   * @param jobId the job
   * @param options only the listener counts
   * @return the run, to be closed by the caller
   * @throws OpenAiException if there is no such job
   */
  public FineTuningRun resume(String jobId, FineTuningOptions options) {
    FineTuningJob job = client.fineTuning().retrieve(jobId);
    Provenance provenance =
        Provenance.of("prompted")
            .with(Provenance.MODEL, "openai:" + job.baseModel())
            .with("fineTuningJob", job.id());
    return new OpenAiFineTuningRun(
        client, job, options.listener(), interval, provenance, List.of());
  }

  /** What the server is paid for. */
  private static FineTuningEvent uploaded(TrainingFile file) {
    return new FineTuningEvent.Message(
        FineTuningEvent.Message.Level.INFO,
        String.format(
            Locale.ROOT,
            "Uploaded %,d examples, about %,d tokens for each epoch",
            file.examples(),
            file.estimatedTokens()));
  }

  private String upload(TrainingFile file) {
    return client.files().upload(file.path(), OpenAiFiles.Purpose.FINE_TUNE).id();
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("em4j-fine-tuning");
    } catch (IOException e) {
      throw new EntityMatchingException("no folder for the training file: " + e, e);
    }
  }

  private static void delete(Path folder) {
    try {
      for (String name : List.of("training.jsonl", "validation.jsonl")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    } catch (IOException e) {
      System.getLogger(OpenAiFineTuner.class.getName())
          .log(System.Logger.Level.WARNING, "'" + folder + "' cannot be deleted: " + e);
    }
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {
    private final OpenAiClient client;
    private final String baseModel;
    private Duration interval = Duration.ofSeconds(30);

    private Builder(OpenAiClient client, String baseModel) {
      this.client = requireNonNull(client, "client");
      this.baseModel = baseModel;
      if (baseModel.isBlank()) {
        throw new IllegalArgumentException("baseModel must not be blank");
      }
    }

    /**
     * Sets how often a job is looked at.
     *
     * @param time between two looks; positive; default 30 s
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder interval(Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("interval must be positive, found " + time);
      }
      this.interval = time;
      return this;
    }

    /**
     * Finishes the fine-tuner.
     *
     * @return the fine-tuner
     */
    public OpenAiFineTuner build() {
      return new OpenAiFineTuner(this);
    }
  }
}
