package io.github.em4j.report;

/**
 * Running text.
 *
 * @param text plain text, not blank; white space within is of no meaning
 */
public record Paragraph(String text) implements Block {

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public Paragraph {
    Checks.requireText("the text of a paragraph", text);
  }
}
