package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

/**
 * A run of a study that ended early because something failed. The next run of the study tries it
 * again.
 *
 * @param key which one
 * @param message what failed
 */
public record CellFailure(CellKey key, String message) {

  /**
   * Checks that both are there.
   *
   * @throws NullPointerException if one of them is null
   */
  public CellFailure {
    requireNonNull(key, "key");
    requireNonNull(message, "message");
  }
}
