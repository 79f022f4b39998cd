package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A job of fine-tuning on a server.
 *
 * @param id what the server calls it
 * @param status what it is doing
 * @param baseModel what is tuned
 * @param fineTunedModel the new model's name, once there is one
 * @param error why it failed, where it did
 * @param trainedTokens tokens trained on and paid for, once that is known
 * @param estimatedFinish when the server expects the end, where it says
 * @param resultFiles files with figures of the training
 * @param metadata what its creator said about it
 */
public record FineTuningJob(
    String id,
    Status status,
    String baseModel,
    Optional<String> fineTunedModel,
    Optional<String> error,
    OptionalLong trainedTokens,
    Optional<Instant> estimatedFinish,
    List<String> resultFiles,
    Map<String, String> metadata) {

  /** What a job is doing. */
  public enum Status {
    /** The files are checked. */
    VALIDATING_FILES,
    /** It waits for its turn. */
    QUEUED,
    /** It trains. */
    RUNNING,
    /** It was halted for a while. */
    PAUSED,
    /** The model is there. */
    SUCCEEDED,
    /** It ended by an error. */
    FAILED,
    /** It was cancelled. */
    CANCELLED,
    /** Something that this version does not know. */
    UNKNOWN;

    /**
     * Whether nothing more will happen.
     *
     * @return true for succeeded, failed and cancelled jobs
     */
    public boolean isFinal() {
      return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }

    static Status of(String word) {
      try {
        return valueOf(word.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        return UNKNOWN;
      }
    }
  }

  /**
   * Copies list and map.
   *
   * @throws NullPointerException if a component is null
   */
  public FineTuningJob {
    requireNonNull(id, "id");
    requireNonNull(status, "status");
    requireNonNull(baseModel, "baseModel");
    requireNonNull(fineTunedModel, "fineTunedModel");
    requireNonNull(error, "error");
    requireNonNull(trainedTokens, "trainedTokens");
    requireNonNull(estimatedFinish, "estimatedFinish");
    resultFiles = List.copyOf(resultFiles);
    metadata = Map.copyOf(metadata);
  }
}
