package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that a server says about a job of fine-tuning.
 *
 * @param id what the server calls it
 * @param time when it was said
 * @param level {@code info}, {@code warn} or {@code error}
 * @param message a text for people
 * @param figures numbers by the server's names, for example {@code step} and {@code train_loss};
 *     may be empty
 */
public record FineTuningJobEvent(
    String id, Instant time, String level, String message, Map<String, Double> figures) {

  /**
   * Copies the numbers.
   *
   * @throws NullPointerException if a component is null
   */
  public FineTuningJobEvent {
    requireNonNull(id, "id");
    requireNonNull(time, "time");
    requireNonNull(level, "level");
    requireNonNull(message, "message");
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }
}
