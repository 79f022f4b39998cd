package io.github.em4j.training.selection.teaching;

import java.util.Optional;

/** What one answer of a teacher is worth. */
sealed interface Reading<T> {

  /**
   * An answer that serves.
   *
   * @param value what it says
   */
  record Usable<T>(T value) implements Reading<T> {}

  /**
   * An answer that does not serve.
   *
   * @param reason why, in a few fixed words
   * @param complaint the same as a message to the teacher, with the request to answer again
   */
  record Unusable<T>(String reason, String complaint) implements Reading<T> {}

  /**
   * An answer that can be read and says the opposite of what the teacher was told.
   *
   * @param meant what it says
   * @param complaint what to tell the teacher
   */
  record Contradictory<T>(T meant, String complaint) implements Reading<T> {}

  /** What to tell a teacher whose answer does not serve. */
  default Optional<String> objection() {
    if (this instanceof Unusable<T> unusable) {
      return Optional.of(unusable.complaint());
    }
    return this instanceof Contradictory<T> contradictory
        ? Optional.of(contradictory.complaint())
        : Optional.empty();
  }
}
