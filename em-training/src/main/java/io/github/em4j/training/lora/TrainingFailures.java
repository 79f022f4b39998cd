package io.github.em4j.training.lora;

import io.github.em4j.EntityMatchingException;
import java.util.List;
import java.util.Locale;

/** Says what to do about failures that options can prevent. */
final class TrainingFailures {
  private static final List<String> SIGNS =
      List.of(
          "bad_alloc",
          "bad allocation",
          "failed to allocate",
          "out of memory",
          "available memory of",
          "cublas_status_alloc_failed",
          "cudnn_status_alloc_failed");

  private TrainingFailures() {}

  /**
   * What is thrown on for a failure of a run.
   *
   * @param phase when it happened, for example {@code at step 5}
   */
  static EntityMatchingException explained(
      Throwable failure, TrainingOptions options, String phase) {
    if (isOutOfMemory(failure)) {
      String trainable =
          options.trainable() instanceof Trainable.Lora lora
              ? "a smaller rank (now %d) or fewer target modules".formatted(lora.config().rank())
              : "a LoRA adapter instead of all parameters";
      return new EntityMatchingException(
          ("the memory%s was used up %s. What makes a run smaller: microBatchTokens (now %s),"
                  + " checkpointing(true) (now %s), maxLength (now %d), %s%s;"
                  + " -XX:MaxDirectMemorySize and -Xmx set how much Java may take")
              .formatted(
                  options.device.isCuda() ? " of " + options.device + " or of Java" : "",
                  phase,
                  TrainingOptions.limit(options.microBatchTokens()),
                  options.checkpointing,
                  options.maxLength,
                  trainable,
                  options.device.memoryLimit().isPresent() ? ", a higher memory limit" : ""),
          failure);
    }
    return failure instanceof EntityMatchingException known
        ? known
        : new EntityMatchingException("training failed " + phase + ": " + failure, failure);
  }

  private static boolean isOutOfMemory(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (cause instanceof OutOfMemoryError || SIGNS.stream().anyMatch(message::contains)) {
        return true;
      }
    }
    return false;
  }
}
