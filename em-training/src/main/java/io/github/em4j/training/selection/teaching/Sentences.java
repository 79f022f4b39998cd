package io.github.em4j.training.selection.teaching;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where the sentences of a prose explanation end. Numbers of lists and abbreviations end none. */
final class Sentences {
  private static final Set<String> ABBREVIATIONS =
      Set.of("e.g", "i.e", "vs", "approx", "incl", "cf", "ca", "resp", "al");

  private Sentences() {}

  /** The sentences and lines of a text, without the white space between them. */
  static List<String> of(String text) {
    var sentences = new ArrayList<String>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n' || endsAt(text, i)) {
        add(sentences, text.substring(start, i + 1));
        start = i + 1;
      }
    }
    add(sentences, text.substring(start));
    return sentences;
  }

  /** A text that was cut off, up to its last whole sentence; empty where there is none. */
  static String whole(String text) {
    for (int i = text.length() - 1; i >= 0; i--) {
      if (endsAt(text, i)) {
        return text.substring(0, i + 1);
      }
    }
    return "";
  }

  private static void add(List<String> sentences, String sentence) {
    if (!sentence.isBlank()) {
      sentences.add(sentence.strip());
    }
  }

  /** Whether a sentence ends with the character at an index. */
  private static boolean endsAt(String text, int i) {
    boolean beforeSpace = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
    if (!beforeSpace) {
      return false;
    }
    int mark = i;
    while (mark > 0 && "\"”’')]*".indexOf(text.charAt(mark)) >= 0) {
      mark--;
    }
    return switch (text.charAt(mark)) {
      case '!', '?' -> true;
      case '.' -> !isAbbreviation(text, mark);
      default -> false;
    };
  }

  /** Whether the point belongs to {@code e.g.}, or to the number of an item in a list. */
  private static boolean isAbbreviation(String text, int point) {
    int start = point;
    while (start > 0
        && !Character.isWhitespace(text.charAt(start - 1))
        && text.charAt(start - 1) != '(') {
      start--;
    }
    String word = text.substring(start, point);
    return ABBREVIATIONS.contains(word)
        || (startsItem(text, start) && word.chars().allMatch(Character::isDigit));
  }

  private static boolean startsItem(String text, int start) {
    int i = start - 1;
    while (i >= 0 && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i--;
    }
    return i < 0 || "\n.!?:;".indexOf(text.charAt(i)) >= 0;
  }
}
