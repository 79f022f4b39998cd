package io.github.em4j.openai;

import java.util.List;

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
    this.secrets =
        secrets.stream().filter(secret -> secret.length() >= SHORTEST_SECRET).distinct().toList();
  }

  /** Whether a text must not be shown as it is. */
  boolean concerns(String text) {
    return secrets.stream().anyMatch(text::contains);
  }

  /** The text without secrets, on one line of bounded length. */
  String clean(String text) {
    String cleaned = text;
    for (String secret : secrets) {
      cleaned = cleaned.replace(secret, CUT_OUT);
    }
    cleaned = cleaned.replaceAll("\\p{Cntrl}+", " ").strip();
    return cleaned.length() <= LONGEST_TEXT
        ? cleaned
        : cleaned.substring(0, LONGEST_TEXT - 3) + "...";
  }
}
