package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A batch on a server: a file of requests that is answered within a day, at a lower price.
 *
 * @param id what the server calls it
 * @param status what it is doing
 * @param inputFile the file of requests
 * @param outputFile the file of answers, where there are some
 * @param errorFile the file of failures, where there are some
 * @param total requests in all, 0 while they are counted
 * @param completed requests answered
 * @param failed requests that failed
 * @param errors what is wrong with the input, where something is
 * @param metadata what its creator said about it
 */
public record BatchJob(
    String id,
    Status status,
    String inputFile,
    Optional<String> outputFile,
    Optional<String> errorFile,
    long total,
    long completed,
    long failed,
    List<String> errors,
    Map<String, String> metadata) {

  /** What a batch is doing. */
  public enum Status {
    /** The input is checked. */
    VALIDATING,
    /** The input was refused. */
    FAILED,
    /** Requests are answered. */
    IN_PROGRESS,
    /** The files of answers are made. */
    FINALIZING,
    /** All is done; single requests may have failed. */
    COMPLETED,
    /** The time was over before all requests were answered; those that were are in the file. */
    EXPIRED,
    /** It ends without answering more. */
    CANCELLING,
    /** It was cancelled; what was answered is in the file. */
    CANCELLED,
    /** Something that this version does not know. */
    UNKNOWN;

    /**
     * Whether nothing more will happen.
     *
     * @return true for failed, completed, expired and cancelled batches
     */
    public boolean isFinal() {
      return this == FAILED || this == COMPLETED || this == EXPIRED || this == CANCELLED;
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
  public BatchJob {
    requireNonNull(id, "id");
    requireNonNull(status, "status");
    requireNonNull(inputFile, "inputFile");
    requireNonNull(outputFile, "outputFile");
    requireNonNull(errorFile, "errorFile");
    errors = List.copyOf(errors);
    metadata = Map.copyOf(metadata);
  }
}
