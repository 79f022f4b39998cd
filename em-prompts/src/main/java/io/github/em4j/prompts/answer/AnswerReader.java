package io.github.em4j.prompts.answer;

import static java.util.Objects.requireNonNull;

import io.github.em4j.MatchLabel;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads labels from the text of answers, by the paper's rule and by a strict one at once. Reads any
 * text without failing, in time linear in its length. Immutable and safe for use by many threads.
 */
public final class AnswerReader {

  /** Reads {@code Yes} and {@code No}. */
  public static final AnswerReader YES_NO = new AnswerReader(Verbalizer.YES_NO);

  private final Verbalizer verbalizer;
  private final String lowerMatch;
  private final String lowerNonMatch;

  /**
   * A reader of the given words.
   *
   * @param verbalizer which words stand for the labels
   */
  public AnswerReader(Verbalizer verbalizer) {
    this.verbalizer = requireNonNull(verbalizer, "verbalizer");
    this.lowerMatch = verbalizer.match().toLowerCase(Locale.ROOT);
    this.lowerNonMatch = verbalizer.nonMatch().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads an answer.
   *
   * @param answer what the model wrote, and nothing of the prompt
   * @return the labels under both rules
   */
  public AnswerReading read(String answer) {
    return new AnswerReading(paper(answer), strict(answer));
  }

  /**
   * What follows the answering word: the explanation, where one was given.
   *
   * @param answer what the model wrote
   * @return the text behind the first word and its punctuation where the strict rule finds a label;
   *     else the whole text; without surrounding space
   */
  public String afterAnswer(String answer) {
    int start = firstLetterOrDigit(answer);
    Optional<MatchLabel> label = strict(answer);
    if (label.isEmpty()) {
      return answer.strip();
    }
    int end = start + verbalizer.word(label.get()).length();
    while (end < answer.length() && " \t\r\n.,:;!*_'\"`)".indexOf(answer.charAt(end)) >= 0) {
      end++;
    }
    return answer.substring(end).strip();
  }

  private Optional<MatchLabel> paper(String answer) {
    String lower = answer.toLowerCase(Locale.ROOT);
    if (lower.contains(lowerMatch)) {
      return Optional.of(MatchLabel.MATCH);
    }
    return lower.contains(lowerNonMatch) ? Optional.of(MatchLabel.NON_MATCH) : Optional.empty();
  }

  private Optional<MatchLabel> strict(String answer) {
    int start = firstLetterOrDigit(answer);
    boolean match = hasWordAt(answer, start, verbalizer.match());
    boolean nonMatch = hasWordAt(answer, start, verbalizer.nonMatch());
    if (match && nonMatch) {
      // One word is the beginning of the other, as in "Same" and "Same not": the longer one counts.
      return Optional.of(
          MatchLabel.of(verbalizer.match().length() > verbalizer.nonMatch().length()));
    }
    return match || nonMatch ? Optional.of(MatchLabel.of(match)) : Optional.empty();
  }

  private static int firstLetterOrDigit(String text) {
    int i = 0;
    while (i < text.length() && !Character.isLetterOrDigit(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  private static boolean hasWordAt(String text, int start, String word) {
    return text.regionMatches(true, start, word, 0, word.length())
        && endsWord(text, start + word.length());
  }

  /** Whether a word that ends before {@code end} goes no further there. */
  private static boolean endsWord(String text, int end) {
    if (end == text.length()) {
      return true;
    }
    int next = text.codePointAt(end);
    if (continuesWord(next)) {
      return false;
    }
    int behind = end + Character.charCount(next);
    if (behind >= text.length()) {
      return true;
    }
    int follower = text.codePointAt(behind);
    // "No-one", "Yes/No" and "No.1" are other words than "No" and "Yes".
    return switch (next) {
      case '-', '\u2010', '\u2011', '/', '_', '\'', '\u2019' -> !continuesWord(follower);
      case '.' -> !Character.isDigit(follower);
      default -> true;
    };
  }

  private static boolean continuesWord(int codePoint) {
    return Character.isUnicodeIdentifierPart(codePoint)
        && codePoint != '_'
        && !Character.isIdentifierIgnorable(codePoint);
  }
}
