package io.github.em4j.training.selection.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of texts. Each is preceded by its length, so that boundaries count. */
final class TextHash {
  /** How long a hash is. */
  static final int BYTES = 32;

  private final MessageDigest digest;

  TextHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  TextHash add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
    return this;
  }

  /** The hash; this begins anew. */
  byte[] bytes() {
    return digest.digest();
  }

  /** The hash in hexadecimal; this begins anew. */
  String hex() {
    return HexFormat.of().formatHex(bytes());
  }
}
