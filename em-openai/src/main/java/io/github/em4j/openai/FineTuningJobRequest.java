package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.model.FineTuningOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a server is to fine-tune, and how: {@link FineTuningOptions} within what the protocol
 * allows. What is not set, the server decides. Immutable.
 */
public final class FineTuningJobRequest {
  private final String model;
  private final String trainingFile;
  private final Optional<String> validationFile;
  private final FineTuningOptions options;
  private final Map<String, String> metadata;

  private FineTuningJobRequest(
      String model,
      String trainingFile,
      Optional<String> validationFile,
      FineTuningOptions options,
      Map<String, String> metadata) {
    this.model = requireNonNull(model, "model");
    this.trainingFile = requireNonNull(trainingFile, "trainingFile");
    this.validationFile = validationFile;
    this.options = options;
    this.metadata = metadata;
  }

  /**
   * A request for supervised fine-tuning.
   *
   * @param model the base model's name
   * @param trainingFile an uploaded file of examples
   * @param options epochs 1 to 50, a batch of 1 to 256, a seed of 0 to 2,147,483,647, a suffix of 1
   *     to 64 characters; listener and output folder do not count
   * @return the request
   * @throws IllegalArgumentException if an option lies outside
   */
  public static FineTuningJobRequest of(
      String model, String trainingFile, FineTuningOptions options) {
    requireAllowed(options);
    return new FineTuningJobRequest(model, trainingFile, Optional.empty(), options, Map.of());
  }

  /** Refuses options that the server would refuse, before anything is uploaded. */
  static void requireAllowed(FineTuningOptions options) {
    options.epochs().ifPresent(number -> requireWithin("epochs", number, 1, 50));
    options.batchSize().ifPresent(number -> requireWithin("batchSize", number, 1, 256));
    options.seed().ifPresent(number -> requireWithin("a seed", number, 0, Integer.MAX_VALUE));
    options
        .suffix()
        .ifPresent(text -> requireWithin("the length of a suffix", text.length(), 1, 64));
  }

  private static void requireWithin(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "the server allows %s from %d to %d, found %d".formatted(what, least, most, value));
    }
  }

  /**
   * This request with what to validate on.
   *
   * @param file an uploaded file of examples
   * @return a new request
   */
  public FineTuningJobRequest withValidationFile(String file) {
    return new FineTuningJobRequest(model, trainingFile, Optional.of(file), options, metadata);
  }

  /**
   * This request with something to be remembered with the job.
   *
   * @param key at most 64 characters
   * @param value at most 512 characters
   * @return a new request
   * @throws IllegalArgumentException if one is longer
   */
  public FineTuningJobRequest withMetadata(String key, String value) {
    if (key.length() > 64 || value.length() > 512) {
      throw new IllegalArgumentException(
          "metadata has keys of 64 and values of 512 characters at most, found %d and %d"
              .formatted(key.length(), value.length()));
    }
    var more = new LinkedHashMap<>(metadata);
    more.put(key, value);
    return new FineTuningJobRequest(model, trainingFile, validationFile, options, more);
  }

  ObjectNode toJson(String mark) {
    ObjectNode body = Json.object().put("model", model).put("training_file", trainingFile);
    validationFile.ifPresent(file -> body.put("validation_file", file));
    options.suffix().ifPresent(text -> body.put("suffix", text));
    options.seed().ifPresent(number -> body.put("seed", number));
    ObjectNode chosen = Json.object();
    options.epochs().ifPresent(number -> chosen.put("n_epochs", number));
    options.batchSize().ifPresent(number -> chosen.put("batch_size", number));
    options
        .learningRateMultiplier()
        .ifPresent(number -> chosen.put("learning_rate_multiplier", number));
    ObjectNode method = body.putObject("method").put("type", "supervised");
    method.putObject("supervised").set("hyperparameters", chosen);
    ObjectNode marked = body.putObject("metadata");
    metadata.forEach(marked::put);
    marked.put(CreatedOnce.MARK, mark);
    return body;
  }
}
