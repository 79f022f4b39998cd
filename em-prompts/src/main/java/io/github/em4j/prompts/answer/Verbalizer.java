package io.github.em4j.prompts.answer;

import static java.util.Objects.requireNonNull;

import io.github.em4j.MatchLabel;
import java.util.List;

/**
 * Which words stand for the two labels, in prompts, in training targets and in answers.
 *
 * <p>Words of any language will do. The wordings "force" of {@link io.github.em4j.model.Prompt
 * prompts} as published name Yes and No themselves; other words go with another template.
 *
 * @param match the word for a match; starts with a letter or digit, holds no line break and no
 *     surrounding space
 * @param nonMatch the word for a non-match; likewise, and different from {@code match} by more than
 *     case
 */
public record Verbalizer(String match, String nonMatch) {

  /** {@code Yes} and {@code No}, the words of the paper. */
  public static final Verbalizer YES_NO = new Verbalizer("Yes", "No");

  /**
   * Checks both words.
   *
   * @throws IllegalArgumentException if a word is not allowed or both are the same
   */
  public Verbalizer {
    requireWord("match", match);
    requireWord("non-match", nonMatch);
    if (match.equalsIgnoreCase(nonMatch)) {
      throw new IllegalArgumentException(
          "match and non-match need different words, found '" + match + "' for both");
    }
  }

  /**
   * The word for a label.
   *
   * @param label a label
   * @return its word
   */
  public String word(MatchLabel label) {
    return label.isMatch() ? match : nonMatch;
  }

  /**
   * Both words, as the choices that a model is asked to score.
   *
   * @return the word for a match, then the word for a non-match
   */
  public List<String> words() {
    return List.of(match, nonMatch);
  }

  @Override
  public String toString() {
    return match + "/" + nonMatch;
  }

  private static void requireWord(String label, String word) {
    requireNonNull(word, label);
    // A reader skips punctuation in front of an answer, so a word must not start with any.
    if (word.isEmpty()
        || !Character.isLetterOrDigit(word.codePointAt(0))
        || !word.equals(word.strip())
        || word.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the word for a "
              + label
              + " must start with a letter or digit and hold no line break or surrounding space,"
              + " found '"
              + word
              + "'");
    }
  }
}
