package io.github.em4j.training.selection.teaching;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Half of the SHA-256 of the texts of a pair: the same for texts that differ only in case and white
 * space, and whichever side they are on.
 */
record PairHash(long high, long low) {
  private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\u00A0]+");

  static PairHash of(String left, String right) {
    String one = normalized(left);
    String other = normalized(right);
    // No normalised text holds a line break.
    String both = one.compareTo(other) <= 0 ? one + "\n" + other : other + "\n" + one;
    ByteBuffer digest = ByteBuffer.wrap(sha256().digest(both.getBytes(StandardCharsets.UTF_8)));
    return new PairHash(digest.getLong(), digest.getLong());
  }

  /** The text in lower case, with single spaces between its words and none at its ends. */
  static String normalized(String text) {
    return WHITE_SPACE.matcher(text).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
