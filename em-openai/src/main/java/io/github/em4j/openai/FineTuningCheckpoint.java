package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model as it was at the end of an epoch of fine-tuning, kept by the server.
 *
 * @param model its name, to be asked like any other
 * @param step how many steps had been taken
 * @param figures numbers by the server's names, for example {@code full_valid_loss}
 */
public record FineTuningCheckpoint(String model, long step, Map<String, Double> figures) {

  /**
   * Copies the numbers.
   *
   * @throws NullPointerException if a component is null
   */
  public FineTuningCheckpoint {
    requireNonNull(model, "model");
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }
}
