package io.github.em4j.openai;

import java.util.Locale;
import java.util.regex.Pattern;

/** When the tokens of an answer count as one of the given choices. */
public enum ChoiceMatching {
  /** To the letter. */
  TO_THE_LETTER,
  /**
   * White space in front is ignored: an answer begins a message of its own, and tokenizers put
   * spaces in front of words. What a raw vocabulary writes for a space is one.
   */
  IGNORE_SPACE,
  /** White space in front and case are ignored. */
  IGNORE_SPACE_AND_CASE;

  /** What two kinds of vocabularies write for a space, and some servers pass on as it is. */
  private static final Pattern RAW_SPACE = Pattern.compile("[\u0120\u2581]");

  /** A choice as it is compared. */
  String choice(String text) {
    String stripped = this == TO_THE_LETTER ? text : text.stripLeading();
    return this == IGNORE_SPACE_AND_CASE ? stripped.toLowerCase(Locale.ROOT) : stripped;
  }

  /** The first token of an answer as it is compared. */
  String first(String token) {
    return choice(spaced(token));
  }

  /** A later token of an answer as it is compared. */
  String next(String token) {
    String spaced = spaced(token);
    return this == IGNORE_SPACE_AND_CASE ? spaced.toLowerCase(Locale.ROOT) : spaced;
  }

  private String spaced(String token) {
    return this == TO_THE_LETTER ? token : RAW_SPACE.matcher(token).replaceAll(" ");
  }
}
