package io.github.em4j.evaluation.errors;

import static java.util.Objects.requireNonNull;

/**
 * What some errors have in common.
 *
 * @param name a few words; not blank
 * @param description how to tell from the two descriptions that an error belongs here; not blank
 */
public record ErrorClass(String name, String description) {

  /**
   * Checks that both are there.
   *
   * @throws IllegalArgumentException if one of them is blank
   */
  public ErrorClass {
    if (requireNonNull(name, "name").isBlank()
        || requireNonNull(description, "description").isBlank()) {
      throw new IllegalArgumentException(
          "name and description of an error class must not be blank, found '"
              + name
              + "' and '"
              + description
              + "'");
    }
  }
}
