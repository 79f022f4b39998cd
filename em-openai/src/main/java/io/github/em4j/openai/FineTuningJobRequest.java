package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What a server is to fine-tune. What is not set, the server decides. Immutable. */
public final class FineTuningJobRequest {
  private final String model;
  private final String trainingFile;
  private final Optional<String> validationFile;
  private final OptionalInt epochs;
  private final OptionalInt batchSize;
  private final OptionalDouble learningRateMultiplier;
  private final OptionalInt seed;
  private final Optional<String> suffix;
  private final Map<String, String> metadata;

  private FineTuningJobRequest(Builder builder) {
    this.model = builder.model;
    this.trainingFile = builder.trainingFile;
    this.validationFile = builder.validationFile;
    this.epochs = builder.epochs;
    this.batchSize = builder.batchSize;
    this.learningRateMultiplier = builder.learningRateMultiplier;
    this.seed = builder.seed;
    this.suffix = builder.suffix;
    this.metadata = new LinkedHashMap<>(builder.metadata);
  }

  /**
   * Starts a request.
   *
   * @param model the base model's name
   * @param trainingFile an uploaded file of examples
   * @return a new builder
   */
  public static Builder builder(String model, String trainingFile) {
    return new Builder(model, trainingFile);
  }

  ObjectNode toJson(String mark) {
    ObjectNode body = Json.object().put("model", model).put("training_file", trainingFile);
    validationFile.ifPresent(file -> body.put("validation_file", file));
    suffix.ifPresent(text -> body.put("suffix", text));
    seed.ifPresent(number -> body.put("seed", number));
    ObjectNode chosen = Json.object();
    epochs.ifPresent(number -> chosen.put("n_epochs", number));
    batchSize.ifPresent(number -> chosen.put("batch_size", number));
    learningRateMultiplier.ifPresent(number -> chosen.put("learning_rate_multiplier", number));
    ObjectNode method = body.putObject("method").put("type", "supervised");
    method.putObject("supervised").set("hyperparameters", chosen);
    ObjectNode marked = body.putObject("metadata");
    metadata.forEach(marked::put);
    marked.put(CreatedOnce.MARK, mark);
    return body;
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {
    private final String model;
    private final String trainingFile;
    private Optional<String> validationFile = Optional.empty();
    private OptionalInt epochs = OptionalInt.empty();
    private OptionalInt batchSize = OptionalInt.empty();
    private OptionalDouble learningRateMultiplier = OptionalDouble.empty();
    private OptionalInt seed = OptionalInt.empty();
    private Optional<String> suffix = Optional.empty();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private Builder(String model, String trainingFile) {
      this.model = requireNonNull(model, "model");
      this.trainingFile = requireNonNull(trainingFile, "trainingFile");
    }

    /**
     * Sets what to validate on.
     *
     * @param file an uploaded file of examples
     * @return this builder
     */
    public Builder validationFile(String file) {
      this.validationFile = Optional.of(file);
      return this;
    }

    /**
     * Sets how often the examples are gone through.
     *
     * @param number 1 to 50
     * @return this builder
     * @throws IllegalArgumentException if it lies outside
     */
    public Builder epochs(int number) {
      this.epochs = OptionalInt.of(requireWithin("epochs", number, 1, 50));
      return this;
    }

    /**
     * Sets how many examples make a step.
     *
     * @param number 1 to 256
     * @return this builder
     * @throws IllegalArgumentException if it lies outside
     */
    public Builder batchSize(int number) {
      this.batchSize = OptionalInt.of(requireWithin("batchSize", number, 1, 256));
      return this;
    }

    /**
     * Sets what the server's own learning rate is multiplied with.
     *
     * @param multiplier positive and finite
     * @return this builder
     * @throws IllegalArgumentException if it is not
     */
    public Builder learningRateMultiplier(double multiplier) {
      if (!(multiplier > 0 && Double.isFinite(multiplier))) {
        throw new IllegalArgumentException(
            "learningRateMultiplier must be positive and finite, found " + multiplier);
      }
      this.learningRateMultiplier = OptionalDouble.of(multiplier);
      return this;
    }

    /**
     * Sets the seed.
     *
     * @param number 0 to 2,147,483,647
     * @return this builder
     * @throws IllegalArgumentException if it lies outside
     */
    public Builder seed(long number) {
      this.seed = OptionalInt.of((int) requireWithin("seed", number));
      return this;
    }

    /**
     * Sets what the new model's name ends with.
     *
     * @param text 1 to 64 characters
     * @return this builder
     * @throws IllegalArgumentException if it has another length
     */
    public Builder suffix(String text) {
      if (text.isBlank() || text.length() > 64) {
        throw new IllegalArgumentException(
            "a suffix has 1 to 64 characters, found " + text.length());
      }
      this.suffix = Optional.of(text);
      return this;
    }

    /**
     * Remembers something with the job.
     *
     * @param key at most 64 characters
     * @param value at most 512 characters
     * @return this builder
     * @throws IllegalArgumentException if one is longer
     */
    public Builder metadata(String key, String value) {
      if (key.length() > 64 || value.length() > 512) {
        throw new IllegalArgumentException(
            "metadata has keys of 64 and values of 512 characters at most, found %d and %d"
                .formatted(key.length(), value.length()));
      }
      metadata.put(key, value);
      return this;
    }

    /**
     * Finishes the request.
     *
     * @return the request
     */
    public FineTuningJobRequest build() {
      return new FineTuningJobRequest(this);
    }

    private static int requireWithin(String what, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            "the server allows %s from %d to %d, found %d".formatted(what, least, most, value));
      }
      return value;
    }

    private static long requireWithin(String what, long value) {
      if (value < 0 || value > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "the server allows a %s from 0 to %d, found %d"
                .formatted(what, Integer.MAX_VALUE, value));
      }
      return value;
    }
  }
}
