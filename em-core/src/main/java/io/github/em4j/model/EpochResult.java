package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an epoch of fine-tuning came to.
 *
 * @param epoch its number, from 1
 * @param step how many steps of the optimiser had been taken at its end
 * @param metrics its figures by the names in {@link FineTuningMetrics}, in order
 * @param model the model as it was then, where it was kept: an identifier of the server or a folder
 */
public record EpochResult(
    int epoch, long step, Map<String, Double> metrics, Optional<String> model) {

  /**
   * Copies the figures.
   *
   * @throws IllegalArgumentException if the epoch is smaller than 1 or the step is negative
   */
  public EpochResult {
    requireNonNull(model, "model");
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    if (epoch < 1 || step < 0) {
      throw new IllegalArgumentException(
          "an epoch is at least 1 and a step at least 0, found %d and %d".formatted(epoch, step));
    }
  }

  /**
   * One figure.
   *
   * @param name one of {@link FineTuningMetrics}, or another that the fine-tuner gives
   * @return its value, or empty where there is none
   */
  public OptionalDouble metric(String name) {
    return FineTuningMetrics.find(metrics, name);
  }
}
