package io.github.em4j.training.selection.search;

import java.util.Locale;
import java.util.function.Consumer;

/** Cuts texts into words: runs of letters and digits, in lower case. */
final class Words {

  private Words() {}

  /** Hands each word to the consumer, in the order of the text, as often as it stands there. */
  static void of(String text, Consumer<String> consumer) {
    String lower = text.toLowerCase(Locale.ROOT);
    int start = -1;
    for (int i = 0; i < lower.length(); ) {
      int character = lower.codePointAt(i);
      if (Character.isLetterOrDigit(character)) {
        start = start < 0 ? i : start;
      } else if (start >= 0) {
        consumer.accept(lower.substring(start, i));
        start = -1;
      }
      i += Character.charCount(character);
    }
    if (start >= 0) {
      consumer.accept(lower.substring(start));
    }
  }
}
