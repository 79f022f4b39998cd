package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import io.github.em4j.Provenance;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What fine-tuning made.
 *
 * @param id the model; its name is what the provider knows it by
 * @param folder where it lies, where it is on this machine: for example the folder of an adapter
 * @param bestEpoch the epoch that the model is of, where the fine-tuner chose one
 * @param epochs what each epoch came to, in order; may be empty where a server does not say
 * @param metrics figures of the whole run by the names in {@link FineTuningMetrics}, in order
 * @param provenance where the model comes from: base model, data, options
 */
public record FineTunedModel(
    ModelId id,
    Optional<Path> folder,
    OptionalInt bestEpoch,
    List<EpochResult> epochs,
    Map<String, Double> metrics,
    Provenance provenance) {

  /**
   * Copies list and map.
   *
   * @throws NullPointerException if a component is null
   */
  public FineTunedModel {
    requireNonNull(id, "id");
    requireNonNull(folder, "folder");
    requireNonNull(bestEpoch, "bestEpoch");
    requireNonNull(provenance, "provenance");
    epochs = List.copyOf(epochs);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /**
   * One figure of the whole run.
   *
   * @param name one of {@link FineTuningMetrics}, or another that the fine-tuner gives
   * @return its value, or empty where there is none
   */
  public OptionalDouble metric(String name) {
    return FineTuningMetrics.find(metrics, name);
  }

  /**
   * What the epoch of the model came to.
   *
   * @return the result of {@link #bestEpoch}, or empty where it is not known
   */
  public Optional<EpochResult> best() {
    return epochs.stream()
        .filter(result -> bestEpoch.isPresent() && result.epoch() == bestEpoch.getAsInt())
        .findFirst();
  }
}
