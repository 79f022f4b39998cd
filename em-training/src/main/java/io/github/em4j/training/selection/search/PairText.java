package io.github.em4j.training.selection.search;

import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.prompts.EntitySerializer;
import java.util.function.Function;

/**
 * How a pair becomes the text by which it is compared with other pairs. Immutable and safe for use
 * by many threads.
 */
public final class PairText {
  private final Function<CandidatePair, String> text;
  private final String description;

  private PairText(Function<CandidatePair, String> text, String description) {
    this.text = text;
    this.description = description;
  }

  /**
   * Both sides, one after the other on lines of their own.
   *
   * @param serializer how a record becomes text
   * @return the usual form
   */
  public static PairText bothSides(EntitySerializer serializer) {
    requireNonNull(serializer, "serializer");
    return new PairText(
        pair -> serializer.serialize(pair.left()) + "\n" + serializer.serialize(pair.right()),
        "both sides (" + serializer.description() + ")");
  }

  /**
   * Any other form.
   *
   * @param description what the text is, in a few words, for provenance; not blank
   * @param text the same text for equal pairs; called by many threads
   * @return the form
   * @throws IllegalArgumentException if the description is blank
   */
  public static PairText of(String description, Function<CandidatePair, String> text) {
    if (description.isBlank()) {
      throw new IllegalArgumentException("the description of a text must not be blank");
    }
    return new PairText(requireNonNull(text, "text"), description);
  }

  /**
   * The text of a pair.
   *
   * @param pair the pair
   * @return its text
   * @throws io.github.em4j.EntityMatchingException if a record cannot be serialised
   */
  public String of(CandidatePair pair) {
    return text.apply(requireNonNull(pair, "pair"));
  }

  /** What the text is, in a few words. */
  @Override
  public String toString() {
    return description;
  }
}
