package io.github.em4j.openai;

import java.util.Locale;

/** When the tokens of an answer count as one of the given choices. */
public enum ChoiceMatching {
  /** To the letter. */
  TO_THE_LETTER,
  /**
   * White space in front is ignored: an answer begins a message of its own, and tokenizers put
   * spaces in front of words.
   */
  IGNORE_SPACE,
  /** White space in front and case are ignored. */
  IGNORE_SPACE_AND_CASE;

  /** A choice as it is compared. */
  String choice(String text) {
    return first(text);
  }

  /** The first token of an answer as it is compared. */
  String first(String token) {
    return next(this == TO_THE_LETTER ? token : token.stripLeading());
  }

  /** A later token of an answer as it is compared. */
  String next(String token) {
    return this == IGNORE_SPACE_AND_CASE ? token.toLowerCase(Locale.ROOT) : token;
  }
}
