package io.github.em4j.openai;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The identity of a question: the server, the model, the messages and all options. Half of a
 * SHA-256, which tells some 10^18 questions apart.
 */
record AnswerKey(long high, long low) {
  private static final HexFormat HEX = HexFormat.of();

  static AnswerKey of(Endpoint endpoint, ChatRequest request) {
    MessageDigest digest = sha256();
    digest.update(endpoint.base().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(Json.bytes(ChatJson.write(request))));
    return new AnswerKey(hash.getLong(), hash.getLong());
  }

  /** The identity of many questions in their order. */
  static AnswerKey ofAll(Iterable<AnswerKey> questions) {
    MessageDigest digest = sha256();
    questions.forEach(key -> digest.update(key.toString().getBytes(StandardCharsets.US_ASCII)));
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new AnswerKey(hash.getLong(), hash.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static AnswerKey parse(String text) {
    if (text.length() != 32) {
      throw new IllegalArgumentException("a key has 32 digits, found " + text.length());
    }
    return new AnswerKey(
        HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
  }

  @Override
  public String toString() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }
}
