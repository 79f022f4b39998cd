package io.github.em4j.openai;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Cuts secrets out of text that somebody may read. A server may quote the key in its message, and
 * does.
 */
final class Redaction {
  private static final int LONGEST_TEXT = 1_000;
  private static final String CUT_OUT = "[redacted]";

  /** Shorter ones would cut up words. */
  private static final int SHORTEST_SECRET = 4;

  private final List<String> secrets;

  Redaction(List<String> secrets) {
    // The longest first: of one that holds another nothing is left.
    this.secrets =
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST_SECRET)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Whether a text must not be shown as it is. */
  boolean concerns(String text) {
    for (String secret : secrets) {
      if (text.contains(secret)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an error, or one behind it, would show a secret where its stack is printed. */
  boolean concerns(Throwable error) {
    var seen = Collections.newSetFromMap(new IdentityHashMap<Throwable, Boolean>());
    var open = new ArrayDeque<Throwable>(List.of(error));
    while (!open.isEmpty()) {
      Throwable next = open.remove();
      if (seen.add(next)) {
        if (concerns(next.toString())) {
          return true;
        }
        Optional.ofNullable(next.getCause()).ifPresent(open::add);
        Collections.addAll(open, next.getSuppressed());
      }
    }
    return false;
  }

  /** The text without secrets. */
  String cutOut(String text) {
    String cleaned = text;
    for (String secret : secrets) {
      cleaned = cleaned.replace(secret, CUT_OUT);
    }
    return cleaned;
  }

  /** The text without secrets, on one line of bounded length. */
  String clean(String text) {
    String cleaned = cutOut(text).replaceAll("\\p{Cntrl}+", " ").strip();
    return cleaned.length() <= LONGEST_TEXT
        ? cleaned
        : cleaned.substring(0, LONGEST_TEXT - 3) + "...";
  }
}
