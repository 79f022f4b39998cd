package io.github.em4j.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A SHA-256 digest of fields. Every number and the length of every text enter, so no text can move
 * from one field to the next. Not safe for use by many threads.
 */
public final class FieldDigest {
  private final MessageDigest digest;

  /** A digest of nothing yet. */
  public FieldDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /**
   * Adds a text.
   *
   * @param text any
   */
  public void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
  }

  /**
   * Adds a number, such as the count of what follows.
   *
   * @param number any
   */
  public void add(int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
  }

  /**
   * Adds texts by name: how many there are, and then each name and its text, in their order.
   *
   * @param texts any
   */
  public void add(Map<String, String> texts) {
    add(texts.size());
    texts.forEach(
        (name, text) -> {
          add(name);
          add(text);
        });
  }

  /**
   * Ends the digest, which then begins anew.
   *
   * @return 64 hexadecimal digits
   */
  public String finish() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
