package io.github.em4j.report;

import static java.util.Objects.requireNonNull;

/**
 * Text set apart from the running text.
 *
 * @param kind what sort of note it is
 * @param text plain text, not blank; white space within is of no meaning
 */
public record Note(Kind kind, String text) implements Block {

  /** What sort of note it is. */
  public enum Kind {
    /** Helps to read what stands beside it. */
    PLAIN,
    /** Says what must not be concluded. */
    CAUTION
  }

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public Note {
    requireNonNull(kind, "kind");
    Checks.requireText("the text of a note", text);
  }

  /**
   * A note that helps to read.
   *
   * @param text plain text, not blank
   * @return the note
   */
  public static Note plain(String text) {
    return new Note(Kind.PLAIN, text);
  }

  /**
   * A note that says what must not be concluded.
   *
   * @param text plain text, not blank
   * @return the note
   */
  public static Note caution(String text) {
    return new Note(Kind.CAUTION, text);
  }
}
