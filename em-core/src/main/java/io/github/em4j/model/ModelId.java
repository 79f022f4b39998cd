package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Which model answers.
 *
 * @param provider who runs it, for example {@code onnx} or {@code openai}; not blank
 * @param name the model's name or folder; not blank
 * @param revision a revision or a hash of the weights, where known
 */
public record ModelId(String provider, String name, Optional<String> revision) {

  /**
   * Checks that provider and name are there.
   *
   * @throws IllegalArgumentException if one of them is blank
   */
  public ModelId {
    requireNonNull(revision, "revision");
    if (requireNonNull(provider, "provider").isBlank() || requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException(
          "provider and name of a model must not be blank, found '"
              + provider
              + "' and '"
              + name
              + "'");
    }
  }

  /**
   * A model of unknown revision.
   *
   * @param provider who runs it
   * @param name the model's name
   */
  public ModelId(String provider, String name) {
    this(provider, name, Optional.empty());
  }

  @Override
  public String toString() {
    return provider + ":" + name + revision.map(r -> "@" + r).orElse("");
  }
}
