package io.github.em4j.onnx;

import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * The text of tokens that come one by one, and whether a stop string is in it. A token alone has no
 * text: it may hold a part of a character, and spaces depend on the token before. So each new token
 * is decoded with a few before it, and never the whole text; without stop strings, nothing is
 * decoded before the end. Not thread-safe.
 */
final class AnswerText {
  /** After so many tokens half a character is no beginning of one: characters have 4 bytes. */
  private static final int MOST_PENDING = 8;

  private static final char HALF_CHARACTER = '\uFFFD';

  private final ChatTokenizer tokenizer;
  private final List<String> stops;
  private final int longestStop;
  private int[] tokens = new int[16];
  private int count;

  /** The text up to {@link #settledTokens}: whole characters, which no later token changes. */
  private final StringBuilder text = new StringBuilder();

  private int settledTokens;

  /** From where on tokens are decoded: those up to the settled ones only for their context. */
  private int contextStart;

  private int contextLength;
  private int stop = -1;

  AnswerText(ChatTokenizer tokenizer, List<String> stops) {
    this.tokenizer = tokenizer;
    this.stops = stops;
    this.longestStop = stops.stream().mapToInt(String::length).max().orElse(0);
  }

  /** Adds a token. Returns whether the text now holds a stop string. */
  boolean add(int token) {
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * count);
    }
    tokens[count++] = token;
    if (!stops.isEmpty()) {
      findStop();
    }
    return stop >= 0;
  }

  private void findStop() {
    String decoded = tokenizer.decode(Arrays.copyOfRange(tokens, contextStart, count));
    String fresh = decoded.substring(Math.min(contextLength, decoded.length()));
    int searchedFrom = Math.max(0, text.length() - longestStop + 1);
    int settledLength = text.length();
    text.append(fresh);
    stop =
        stops.stream()
            .mapToInt(candidate -> text.indexOf(candidate, searchedFrom))
            .filter(at -> at >= 0)
            .min()
            .orElse(-1);
    boolean whole = !fresh.isEmpty() && fresh.charAt(fresh.length() - 1) != HALF_CHARACTER;
    if (stop >= 0 || whole || count - settledTokens >= MOST_PENDING) {
      contextStart = settledTokens;
      settledTokens = count;
      contextLength =
          tokenizer.decode(Arrays.copyOfRange(tokens, contextStart, settledTokens)).length();
    } else {
      text.setLength(settledLength);
    }
  }

  /** The text before the stop string, or all of it; half a character at its end is left out. */
  String finished() {
    String whole =
        stop >= 0 ? text.substring(0, stop) : tokenizer.decode(Arrays.copyOf(tokens, count));
    int end = whole.length();
    while (end > 0 && whole.charAt(end - 1) == HALF_CHARACTER) {
      end--;
    }
    return whole.substring(0, end);
  }

  /** The token added last. */
  int last() {
    return tokens[count - 1];
  }

  /** Copies the tokens into an array. */
  void copyTo(int[] target, int from) {
    System.arraycopy(tokens, 0, target, from, count);
  }

  /** How many tokens there are. */
  int count() {
    return count;
  }
}
