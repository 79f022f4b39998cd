package io.github.em4j.openai;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * What was sent or received, for a listener that wants to see it: a prompt may be confidential, so
 * {@link #toString} tells nothing of it, and whoever prints events prints no content unless asking
 * for {@link #text}. Safe for use by many threads.
 */
public final class CallContent {
  /** Nothing was sent, or it is a file. */
  static final CallContent NONE =
      new CallContent(() -> new byte[0], new Redaction(java.util.List.of()));

  private final Supplier<byte[]> bytes;
  private final Redaction redaction;

  CallContent(Supplier<byte[]> bytes, Redaction redaction) {
    this.bytes = bytes;
    this.redaction = redaction;
  }

  /**
   * The content itself.
   *
   * @return a JSON document as a rule, with the key cut out; empty where there is none, and for
   *     files
   */
  public String text() {
    return redaction.cutOut(new String(bytes.get(), StandardCharsets.UTF_8));
  }

  /** A name that tells nothing of the content. */
  @Override
  public String toString() {
    return "CallContent";
  }
}
