package io.github.em4j;

import static java.util.Objects.requireNonNull;

/**
 * An explanation in prose.
 *
 * @param text what the model or the annotator wrote, not blank
 */
public record TextExplanation(String text) implements Explanation {

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException if the text is blank
   */
  public TextExplanation {
    if (requireNonNull(text, "text").isBlank()) {
      throw new IllegalArgumentException("the text of an explanation must not be blank");
    }
  }
}
