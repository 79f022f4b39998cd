package io.github.em4j.prompts;

import io.github.em4j.EntityDescription;

/**
 * Turns an entity description into the text that stands for it in a prompt. {@link Serializers} has
 * the usual ones.
 *
 * <p>The same record yields the same text every time, in training and in testing; a missing value
 * is omitted and never written as {@code null} or {@code nan}. Implementations are safe for use by
 * many threads.
 */
public interface EntitySerializer {

  /**
   * Serialises a record.
   *
   * @param entity the record
   * @return its text, not blank
   * @throws io.github.em4j.EntityMatchingException if the record has none of the attributes that
   *     the serialiser needs
   */
  String serialize(EntityDescription entity);

  /**
   * What the serialiser does, limits included, in one line. Goes into provenance, so two
   * serialisers with the same description do the same.
   *
   * @return for example {@code COL/VAL}
   */
  String description();

  /**
   * This serialiser with values of limited length: a longer value loses its end before it is
   * serialised.
   *
   * @param maxCharacters how many characters (Unicode code points) of each value are kept, at least
   *     1
   * @return a serialiser that never splits a surrogate pair
   * @throws IllegalArgumentException if the limit is smaller than 1
   */
  default EntitySerializer withValueLimit(int maxCharacters) {
    return new LengthLimit(this, LengthLimit.Scope.VALUE, maxCharacters);
  }

  /**
   * This serialiser with a text of limited length: a longer text loses its end, whatever stands
   * there. A JSON object that is cut so is not closed; {@link #withValueLimit} keeps it whole.
   *
   * @param maxCharacters how many characters (Unicode code points) of the text are kept, at least 1
   * @return a serialiser that never splits a surrogate pair
   * @throws IllegalArgumentException if the limit is smaller than 1
   */
  default EntitySerializer withTextLimit(int maxCharacters) {
    return new LengthLimit(this, LengthLimit.Scope.TEXT, maxCharacters);
  }
}
