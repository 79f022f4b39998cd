package io.github.em4j.model;

import java.util.Map;
import java.util.OptionalDouble;

/** The usual names of figures of a fine-tuning; a fine-tuner may give others as well. */
public final class FineTuningMetrics {

  /** Mean cross entropy per learnt token of the training examples, in nats. */
  public static final String TRAIN_LOSS = "train_loss";

  /** Share of learnt tokens of the training examples that the model finds most probable. */
  public static final String TRAIN_TOKEN_ACCURACY = "train_mean_token_accuracy";

  /** Mean cross entropy per token of the right answers of the validation, in nats. */
  public static final String VALIDATION_LOSS = "valid_loss";

  /** Share of tokens of the validation answers that the model finds most probable. */
  public static final String VALIDATION_TOKEN_ACCURACY = "valid_mean_token_accuracy";

  /** F1 on the validation questions, the first choice as positive class, in [0, 1]. */
  public static final String VALIDATION_F1 = "valid_f1";

  /** Precision on the validation questions, in [0, 1]. */
  public static final String VALIDATION_PRECISION = "valid_precision";

  /** Recall on the validation questions, in [0, 1]. */
  public static final String VALIDATION_RECALL = "valid_recall";

  /** Share of validation questions that are answered right. */
  public static final String VALIDATION_ACCURACY = "valid_accuracy";

  /** The learning rate of a step. */
  public static final String LEARNING_RATE = "learning_rate";

  /** The length of the gradient of a step before it was clipped. */
  public static final String GRADIENT_NORM = "gradient_norm";

  /** Tokens trained on in a second. */
  public static final String TOKENS_PER_SECOND = "tokens_per_second";

  /** Memory that the process holds, in bytes. */
  public static final String MEMORY_BYTES = "memory_bytes";

  /** Seconds that something took. */
  public static final String SECONDS = "seconds";

  /** Tokens trained on in all. */
  public static final String TRAINED_TOKENS = "trained_tokens";

  private FineTuningMetrics() {}

  static OptionalDouble find(Map<String, Double> metrics, String name) {
    Double value = metrics.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
