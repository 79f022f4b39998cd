package io.github.em4j.training.pretraining;

import io.github.em4j.onnx.checkpoint.BpeTokenizer.Encoding;
import java.util.HashSet;
import java.util.Set;

/** Which words of one text occur in another: a label for every word, without any annotation. */
final class WordOverlap {
  private final int[] tokens;
  private final boolean[] shared;
  private int size;

  private WordOverlap(int most) {
    this.tokens = new int[most];
    this.shared = new boolean[most];
  }

  /**
   * Labels the words of a text.
   *
   * @param first the other text
   * @param second the text, as the tokenizer normalises it
   * @param encoding of the second text
   * @param limit how many of its tokens are used
   */
  static WordOverlap of(String first, String second, Encoding encoding, int limit) {
    Set<String> known = knownWords(first);
    var overlap = new WordOverlap(limit);
    int[] ends = encoding.ends();
    int token = 0;
    int at = 0;
    while (at < second.length()) {
      while (at < second.length() && isBetweenWords(second.charAt(at))) {
        at++;
      }
      int start = at;
      while (at < second.length() && !isBetweenWords(second.charAt(at))) {
        at++;
      }
      while (token < limit && ends[token] < at) {
        token++;
      }
      if (token == limit) {
        break;
      }
      String word = WordShape.canonical(second.substring(start, at));
      if (ends[token] == at && !word.isEmpty()) {
        overlap.tokens[overlap.size] = token;
        overlap.shared[overlap.size++] = known.contains(word);
      }
    }
    return overlap;
  }

  private static Set<String> knownWords(String text) {
    var known = new HashSet<String>();
    String before = "";
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || isBetweenWords(text.charAt(i))) {
        String word = WordShape.canonical(text.substring(start, i));
        start = i + 1;
        if (!word.isEmpty()) {
          known.add(word);
          known.add(before + word);
          before = word;
        }
      }
    }
    return known;
  }

  /** White space, and the quotation marks of JSON. */
  private static boolean isBetweenWords(char c) {
    return c == '"' || Character.isWhitespace(c);
  }

  int size() {
    return size;
  }

  /** The index of a word's last token. */
  int token(int word) {
    return tokens[word];
  }

  boolean isShared(int word) {
    return shared[word];
  }
}
